package io.mcpbuffet.duckdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes files with DuckDB itself, in this process. */
final class Duck {
    private static final long FACTOR = 0xbf58476d1ce4e5b9L;

    private Duck() {}

    static Path write(Path file, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return file;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements such as COPY without a file of their own. */
    static void run(String... statements) {
        write(Path.of(""), statements);
    }

    /** A copy whose header claims a storage version from the future, with a right checksum. */
    static Path newer(Path file, Path copy) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(12, 99_999);
        long sum = 5381;
        for (int at = 8; at < 4096; at += 8) {
            sum ^= header.getLong(at) * FACTOR;
        }
        header.putLong(0, sum);
        return Files.write(copy, bytes);
    }
}
