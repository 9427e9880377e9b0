package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.StubRelation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Opens DuckDB instances in memory, one for each call, so that nothing of a call outlives it. Safe for use by many threads. */
final class DuckDb {
    private final SpareInstance spare = new SpareInstance();
    private Connection parser;
    private Connection planner;

    /** Loads the native library and the parser. */
    void warmUp() {
        try (Connection connection = parserConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT json_serialize_sql('SELECT 1')")) {
            rows.next();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start", e);
        }
    }

    /** A connection for parsing only: it can reach nothing. */
    synchronized Connection parserConnection() throws SQLException {
        if (parser == null) {
            parser = open(256L << 20, null);
            close(parser, List.of());
        }
        return ((DuckDBConnection) parser).duplicate();
    }

    /** A connection for outlines of statements over stubs: there is nothing that it can read. */
    synchronized Connection plannerConnection() throws SQLException {
        if (planner == null) {
            planner = open(256L << 20, null);
            Outlines.prepare(planner);
            close(planner, List.of(StubRelation.FILE));
        }
        return ((DuckDBConnection) planner).duplicate();
    }

    /**
     * A new instance, which may have been made ready before.
     *
     * @param temporary where it may spill, bounded to eight times its memory; null for nowhere
     */
    Connection open(long memoryBytes, Path temporary) throws SQLException {
        Connection ready = spare.take(memoryBytes);
        Connection connection = ready == null ? make(memoryBytes) : ready;
        try (Statement statement = connection.createStatement()) {
            if (temporary != null) {
                statement.execute("SET temp_directory = " + literal(temporary.toString()));
                statement.execute("SET max_temp_directory_size = '" + memoryBytes / 1024 * 8 + "KiB'");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Makes an instance for the next call while there is nothing else to do. */
    void makeReady(long memoryBytes) {
        spare.fill(memoryBytes, () -> make(memoryBytes));
    }

    private static Connection make(long memoryBytes) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memoryBytes / 1024 + "KiB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", "");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET max_expression_depth = 150");
            // Models know `x -> x + 1` better than `lambda x: x + 1`; the arrow of JSON works beside it.
            statement.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'");
            statement.execute("SET enable_progress_bar_print = false");
            statement.execute("SET enable_progress_bar = true");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Closes the instance to everything but these files, for good. */
    void close(Connection connection, List<String> files) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String paths = files.stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
            statement.execute("SET allowed_paths = " + paths);
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
