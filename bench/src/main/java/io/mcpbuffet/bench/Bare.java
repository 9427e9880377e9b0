package io.mcpbuffet.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The baseline: DuckDB over {@code read_parquet} of lists of files, in this process. For one thread. */
final class Bare implements AutoCloseable {
    private final Connection connection;

    private Bare(Connection connection) {
        this.connection = connection;
    }

    /** Views by name over the files of each, with the memory that a query of the server may take. */
    static Bare over(Map<String, List<Path>> tables) throws SQLException {
        Bare bare = new Bare(DriverManager.getConnection("jdbc:duckdb:"));
        try (Statement statement = bare.connection.createStatement()) {
            statement.execute("SET memory_limit = '2GB'");
            statement.execute("SET TimeZone = 'UTC'");
            for (Map.Entry<String, List<Path>> table : tables.entrySet()) {
                String files = table.getValue().stream()
                        .map(file -> "'" + file + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
                statement.execute("CREATE VIEW " + table.getKey() + " AS SELECT * FROM read_parquet(" + files + ")");
            }
        }
        return bare;
    }

    /** Nanoseconds of the processors that this process, which it runs in, has taken. */
    static long processors() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** All rows as texts. */
    List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
            return all;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
