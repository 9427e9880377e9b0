package io.mcpbuffet.tool;

import io.mcpbuffet.json.Json;
import io.mcpbuffet.json.RecordWriter;
import io.mcpbuffet.model.ResultColumn;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows as compact text: a line of names, a line per row, cells apart by {@code  | }, NULL as {@code NULL}. */
final class TextTable {
    private TextTable() {}

    static String of(List<ResultColumn> columns, List<List<Object>> rows) {
        StringBuilder out = new StringBuilder();
        out.append(columns.stream().map(c -> cell(c.name())).collect(Collectors.joining(" | ")))
                .append('\n');
        for (List<Object> row : rows) {
            out.append(row.stream().map(TextTable::cell).collect(Collectors.joining(" | ")))
                    .append('\n');
        }
        return out.toString();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return bar(Untrusted.line(Json.write(RecordWriter.node(value))));
        }
        String text = bar(Untrusted.line(String.valueOf(value)));
        // So that the text NULL and the empty text are not taken for NULL and for nothing.
        boolean unclear = value instanceof String && (text.isEmpty() || text.equals("NULL"));
        return unclear ? '"' + text + '"' : text;
    }

    private static String bar(String text) {
        return text.replace("|", "\\|");
    }
}
