package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.BareDuckDb;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements over Iceberg tables, whose conditions, keys and limits leave files out, have the answers of DuckDB over the same rows.
 * More of them with {@code -Dpush.statements=N}, others with {@code -Dpush.seed=N}.
 */
class RandomStatementsTest {
    private static final int STATEMENTS = Integer.getInteger("push.statements", 100);
    private static final long SEED = Long.getLong("push.seed", 20_261_129);

    @TempDir
    private Path directory;

    @Test
    void haveTheAnswersOfDuckDb() throws Exception {
        Path database = directory.resolve("all.duckdb");
        try (BareDuckDb bare = BareDuckDb.open(database)) {
            tables(bare);
        }
        Lake lake = new Lake(Files.createDirectory(directory.resolve("lake")));
        RetailLake.copy(database, lake);
        int ran = 0;
        try (BareDuckDb bare = BareDuckDb.open(database);
                FederatedEngine engine = new FederatedEngine(
                        lake.open(true), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC())) {
            for (int i = 0; i < STATEMENTS; i++) {
                ran += compare(engine, bare, SEED + i) ? 1 : 0;
            }
        }
        System.out.println("Statements with an answer: " + ran + " of " + STATEMENTS + ", seed " + SEED);
        assertThat(ran).isGreaterThan(STATEMENTS * 9 / 10);
    }

    private static void tables(BareDuckDb bare) throws SQLException {
        String columns = "n AS id, CASE WHEN n % 17 <> 3 THEN n::INTEGER END AS k,"
                + " CASE WHEN n % 13 <> 5 THEN DATE '2024-01-01' + n::INTEGER END AS d,"
                + " CASE WHEN n % 11 <> 7 THEN printf('s%04d', n + 100) END AS s, n::DECIMAL(9, 2) AS price";
        bare.execute("CREATE TABLE fact AS SELECT " + columns + " FROM range(" + RandomStatements.MOST + ") t(n)");
        bare.execute("CREATE TABLE dim AS SELECT " + columns + " FROM (SELECT i * 29 - 40 AS n FROM range(40) t(i))");
        bare.execute(
                "CREATE TABLE other AS SELECT " + columns + " FROM (SELECT 500 + i % 20 AS n FROM range(30) t(i))");
        bare.execute("CREATE TABLE nothing AS FROM fact LIMIT 0");
    }

    /** False where there is no answer in DuckDB either. */
    private static boolean compare(FederatedEngine engine, BareDuckDb bare, long seed)
            throws SQLException, IOException {
        String sql = new RandomStatements(new Random(seed)).statement();
        List<List<Object>> expected;
        try {
            expected = bare.query(sql).rows();
        } catch (SQLException e) {
            return false;
        }
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 1000, Duration.ofSeconds(60), Optional.empty());
        try {
            QueryResult found = engine.run(query, Progress.NONE);
            assertThat(found.page().rows().toString())
                    .as("seed %d: %s", seed, sql)
                    .isEqualTo(expected.toString());
            return true;
        } catch (LakeException e) {
            throw new AssertionError("seed " + seed + ": " + sql, e);
        }
    }
}
