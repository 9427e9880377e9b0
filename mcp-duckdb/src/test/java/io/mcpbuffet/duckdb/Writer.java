package io.mcpbuffet.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process that has a database open for writing until its input ends. It has to be another one: locks are those of a process, which
 * loses them as soon as it closes the file anywhere.
 */
final class Writer implements AutoCloseable {
    private final Process process;

    private Writer(Process process) {
        this.process = process;
    }

    static Writer of(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IllegalStateException("The writer did not start");
        }
        return new Writer(process);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Leaves what it has inserted in the write-ahead log. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE written AS SELECT 1 AS a");
            System.out.write('!');
            System.out.flush();
            int end = System.in.read();
            assert end < 0;
        }
    }
}
