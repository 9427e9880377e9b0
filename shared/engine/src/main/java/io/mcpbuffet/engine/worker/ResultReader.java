package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mcpbuffet.model.ResultColumn;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Reads a result row by row as values of the wire; knows of one row more than it has given. */
final class ResultReader {
    /** UTF-16 units of a cell's text, or of its JSON where it is nested. */
    static final int MAX_CELL = 4096;

    private final ResultSet rows;
    private final List<ResultColumn> columns = new ArrayList<>();
    private final int maxCell;
    private final Map<String, Long> cut = new LinkedHashMap<>();
    private boolean hasMore;

    ResultReader(ResultSet rows, ResultSetMetaData names, int maxCell) throws SQLException {
        this.rows = rows;
        this.maxCell = maxCell;
        for (int i = 1; i <= names.getColumnCount(); i++) {
            columns.add(new ResultColumn(names.getColumnName(i), names.getColumnTypeName(i)));
        }
        this.hasMore = rows.next();
    }

    List<ResultColumn> columns() {
        return columns;
    }

    boolean hasMore() {
        return hasMore;
    }

    /** One warning for each column whose cells were cut. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        cut.forEach((column, longest) -> warnings.add("Cells of column '" + column + "' were cut to " + MAX_CELL
                + " characters; the longest had " + longest + ". Take parts of it with substr() or array_slice()"));
        return warnings;
    }

    List<Object> next() throws SQLException {
        if (!hasMore) {
            throw new NoSuchElementException();
        }
        List<Object> row = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
            row.add(bounded(
                    CellReader.read(rows, i, columns.get(i - 1).type()),
                    columns.get(i - 1).name()));
        }
        hasMore = rows.next();
        return row;
    }

    /** The next rows, at most so many, and at most so many bytes of JSON; at least one where there is one. */
    List<List<Object>> page(int maxRows, int maxBytes) throws SQLException, JsonProcessingException {
        List<List<Object>> page = new ArrayList<>();
        long bytes = 0;
        while (hasMore && page.size() < maxRows && bytes < maxBytes) {
            List<Object> row = next();
            bytes += FrameChannel.JSON.writeValueAsBytes(row).length + 1;
            page.add(row);
        }
        return page;
    }

    /** All that is left. */
    List<List<Object>> rest() throws SQLException {
        List<List<Object>> all = new ArrayList<>();
        while (hasMore) {
            all.add(next());
        }
        return all;
    }

    private Object bounded(Object value, String column) {
        if (value instanceof String text) {
            return text.length() <= maxCell ? text : cut(text, column);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            String json = json(value);
            return json.length() <= maxCell ? value : cut(json, column);
        }
        return value;
    }

    private String cut(String text, String column) {
        cut.merge(column, (long) text.length(), Math::max);
        int end = Character.isHighSurrogate(text.charAt(maxCell - 1)) ? maxCell - 1 : maxCell;
        return text.substring(0, end) + "…";
    }

    private static String json(Object value) {
        try {
            return FrameChannel.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of the wire is not JSON", e);
        }
    }
}
