package io.mcpbuffet.glue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes files with DuckDB, in this process. */
final class Duck {
    private Duck() {}

    /** @param options of COPY, such as {@code FORMAT parquet} */
    static byte[] file(String select, String options) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Path file = Files.createTempFile("duck", ".data");
            statement.execute("COPY (" + select + ") TO '" + file + "' (" + options + ")");
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            return content;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] parquet(String select) {
        return file(select, "FORMAT parquet");
    }
}
