package io.mcpbuffet.bench;

import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Rows of a table of Snowflake on their way into the engine's worker, in turn with the driver alone, which reads the same statement to
 * its end. The account is the stand-in of the tests, which keeps the answer ready. The argument is the number of rows, 1,000,000 without
 * it.
 */
final class SnowflakeBench implements Benchmark {
    private static final int RUNS = 7;
    private static final double AIM = 70;
    private static final Logger DRIVER_LOG = Logger.getLogger("net.snowflake");
    private static final Path DIRECTORY = Path.of("bench/target/snowflake");
    private static final String TABLE = "SALES.PUBLIC.EVENTS";
    /** Of each row beside its text. */
    private static final int NUMBERS = 4 * Long.BYTES;

    private static final String ROWS =
            "CREATE TABLE SALES.\"PUBLIC\".EVENTS AS SELECT i AS id, (i %% 20000)::INTEGER AS"
                    + " customer, (i / 4)::DECIMAL(12, 2) AS total, TIMESTAMP '2026-01-01' + to_seconds(i) AS moment, 'event of the kind '"
                    + " || (i %% 97) AS note FROM range(%d) t(i)";
    private static final String LEAF =
            "SELECT \"id\", \"customer\", \"total\", \"moment\", \"note\" FROM \"SALES\".\"PUBLIC\".\"EVENTS\"";
    private static final String QUERY =
            "SELECT sum(id), max(customer), sum(total), max(moment), sum(length(note)) FROM snow." + TABLE;

    /** What was read. */
    private record Sums(long ids, long characters) {}

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        int rows = arguments.isEmpty() ? 1_000_000 : Integer.parseInt(arguments.get(0));
        DRIVER_LOG.setLevel(Level.OFF);
        try (StandIn account = SalesAccount.start();
                BuffetServer server = server(account, rows);
                Connection connection = driver(account)) {
            account.sql(ROWS.formatted(rows));
            account.set("cache", "yes");
            Sums expected = read(connection);
            Timing driver = new Timing();
            Timing worker = new Timing();
            same(expected, query(server));
            for (int i = 0; i < RUNS; i++) {
                same(expected, driver.measure(() -> read(connection)));
                same(expected, worker.measure(() -> query(server)));
            }
            double megabytes = ((double) rows * NUMBERS + expected.characters()) / 1e6;
            table.row("way", "rows", "MB of values", "median ms", "rows/s", "MB/s");
            row(table, "driver alone", rows, megabytes, driver);
            row(table, "into the worker", rows, megabytes, worker);
            double share = 100 * driver.median() / worker.median();
            return List.of(
                    new Result("snowflake-leaf", rows / worker.median() * 1000, "rows/s", "none"),
                    new Result("snowflake-leaf-of-driver", share, "%", ">= " + (int) AIM));
        }
    }

    private static BuffetServer server(StandIn account, int rows) throws IOException {
        Files.createDirectories(DIRECTORY);
        Path file = Files.writeString(
                DIRECTORY.resolve("buffet.yaml"),
                """
                catalogs:
                  snow: {kind: snowflake, url: "http://localhost:%d", account: acme, user: READER, password: kanari-bird-snowflake-password+/9~f=,
                         database: SALES, schema: PUBLIC}
                limits: {leaf-rows: %d, leaf-size: 4GB}
                """
                        .formatted(account.port(), rows));
        return BuffetServer.open(
                ConfigFile.read(file, BuffetServer.providers(), new Environment(Map.of(), DIRECTORY, DIRECTORY)));
    }

    private static Connection driver(StandIn account) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user", "READER",
                "password", "kanari-bird-snowflake-password+/9~f=",
                "account", "acme",
                "ssl", "off",
                "disablePlatformDetection", "true",
                "CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED", "false",
                "JDBC_QUERY_RESULT_FORMAT", "JSON"));
        return DriverManager.getConnection("jdbc:snowflake://http://localhost:" + account.port() + "/", properties);
    }

    private static Sums read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LEAF)) {
            long ids = 0;
            long characters = 0;
            while (rows.next()) {
                ids += rows.getLong(1);
                rows.getInt(2);
                rows.getBigDecimal(3);
                rows.getTimestamp(4);
                characters += rows.getString(5).length();
            }
            return new Sums(ids, characters);
        }
    }

    private static Sums query(BuffetServer server) {
        Query query = new Query(QUERY, AsOf.LATEST, Optional.of("duckdb"), 1, Duration.ofMinutes(10), Optional.empty());
        QueryResult result = server.engine().run(query, Progress.NONE);
        List<Object> row = result.page().rows().get(0);
        return new Sums(
                Long.parseLong(row.get(0).toString()), Long.parseLong(row.get(4).toString()));
    }

    /** Figures of answers that differ would be worth nothing. */
    private static void same(Sums expected, Sums found) {
        if (!found.equals(expected)) {
            throw new IllegalStateException(found + ", not " + expected);
        }
    }

    private static void row(Table table, String way, int rows, double megabytes, Timing timing) {
        double seconds = timing.median() / 1000;
        table.row(
                way,
                rows,
                Timing.text(megabytes),
                Timing.text(timing.median()),
                Math.round(rows / seconds),
                Timing.text(megabytes / seconds));
    }
}
