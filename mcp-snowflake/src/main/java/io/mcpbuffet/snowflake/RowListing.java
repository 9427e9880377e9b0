package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.LakeException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs SHOW and DESCRIBE, which need no warehouse. Safe for use by many threads. */
record RowListing(Connections connections) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Rows of texts by the lower-case name of their column; null is NULL. */
    List<Map<String, String>> rows(String sql, String purpose) {
        Execution.Request request = new Execution.Request(sql, Purpose.of(purpose), 0, TIMEOUT);
        try (Execution execution = Execution.start(connections, request)) {
            ResultSet rows = execution.result();
            return all(rows, execution);
        }
    }

    private static List<Map<String, String>> all(ResultSet rows, Execution execution) throws LakeException {
        try {
            List<Map<String, String>> out = new ArrayList<>();
            while (rows.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), rows.getString(i));
                }
                out.add(row);
            }
            return out;
        } catch (SQLException e) {
            throw execution.translate(e);
        }
    }
}
