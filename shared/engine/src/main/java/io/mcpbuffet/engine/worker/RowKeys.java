package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.RowsRelation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the values that rows of another system are narrowed to. */
record RowKeys(Connection connection, RowsRelation.Keys keys, Stop stop) {
    private static final Logger LOG = LoggerFactory.getLogger(RowKeys.class);
    /** So many rows tell of most columns that their values are too many. */
    private static final int PROBE = 50_000;

    private static final Set<String> WHOLE = Set.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT");

    /** Their texts in order, without NULL, which equals nothing. Empty where they are too many, or not to be compared as texts. */
    Optional<List<String>> find() throws SQLException {
        String sql = Sandbox.text(connection, keys.query(), stop);
        try (Statement statement = connection.createStatement()) {
            stop.running(statement);
            return exact(statement, sql) && few(statement, sql) ? values(statement, sql) : Optional.empty();
        } catch (SQLException e) {
            if (stop.asked()) {
                throw e;
            }
            LOG.debug("Rows are not narrowed", e);
            return Optional.empty();
        }
    }

    /** Whether values that are equal are the same value in the column's type: not so for floating-point numbers. */
    private boolean exact(Statement statement, String sql) throws SQLException {
        try (ResultSet none = statement.executeQuery("SELECT * FROM (" + sql + ") LIMIT 0")) {
            String mine = family(none.getMetaData().getColumnTypeName(1));
            return !mine.isEmpty() && mine.equals(family(keys.type()));
        }
    }

    private static String family(String type) {
        if (WHOLE.contains(type) || type.startsWith("DECIMAL(")) {
            return "number";
        }
        return type.equals("VARCHAR") || type.equals("DATE") ? type : "";
    }

    private boolean few(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT count(DISTINCT key) FROM (SELECT * FROM (" + sql + ") LIMIT " + PROBE + ") AS t(key)")) {
            rows.next();
            return rows.getLong(1) <= keys.most();
        }
    }

    private Optional<List<String>> values(Statement statement, String sql) throws SQLException {
        String distinct = "SELECT DISTINCT CAST(TRY_CAST(key AS " + keys.type() + ") AS VARCHAR) AS text FROM (" + sql
                + ") AS t(key)";
        List<String> values = new ArrayList<>();
        int characters = 0;
        try (ResultSet rows = statement.executeQuery("SELECT text FROM (" + distinct
                + ") WHERE text IS NOT NULL ORDER BY text LIMIT " + (keys.most() + 1))) {
            while (rows.next()) {
                values.add(rows.getString(1));
                characters += values.get(values.size() - 1).length();
            }
        }
        boolean fit = values.size() <= keys.most() && characters <= keys.mostCharacters();
        return fit ? Optional.of(values) : Optional.empty();
    }
}
