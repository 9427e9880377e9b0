package io.mcpbuffet.engine.worker;

import io.mcpbuffet.model.ResultColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A DuckDB file with nothing of ours before it. For one thread. */
public final class BareDuckDb implements AutoCloseable {
    private final Connection connection;

    private BareDuckDb(Connection connection) {
        this.connection = connection;
    }

    public static BareDuckDb open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
        return new BareDuckDb(connection);
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Columns and rows of an answer, in the values of the wire. */
    public record Answer(List<ResultColumn> columns, List<List<Object>> rows) {}

    public Answer query(String sql) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultReader reader = new ResultReader(rows, ResultColumns.of(rows.getMetaData()), CellBound.NONE);
            return new Answer(
                    reader.columns(),
                    reader.page(Integer.MAX_VALUE, Integer.MAX_VALUE).rows());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
