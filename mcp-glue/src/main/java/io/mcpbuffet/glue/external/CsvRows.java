package io.mcpbuffet.glue.external;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lines as OpenCSVSerde has them: fields that may be in quotes, of scalar types. An empty field is NULL where it is no text. */
final class CsvRows implements TextRows {
    private final List<Field> columns;
    private final Set<String> wanted;
    private final TextValues values;
    private final char separator;
    private final char quote;
    private final char escape;

    CsvRows(List<Field> columns, Set<String> wanted, TextOptions options) {
        this.columns = columns;
        this.wanted = wanted;
        this.values = TextValues.of(options);
        this.separator = first(options, "separatorChar", ',');
        this.quote = first(options, "quoteChar", '"');
        this.escape = first(options, "escapeChar", '\\');
    }

    private static char first(TextOptions options, String name, char otherwise) {
        String text = options.text(name, "");
        return text.isEmpty() ? otherwise : text.charAt(0);
    }

    @Override
    public List<Object> row(String line) {
        List<String> texts = split(line);
        List<Object> row = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Field column = columns.get(at);
            if (wanted.contains(column.name())) {
                row.add(at < texts.size() ? value(column.type(), texts.get(at)) : null);
            }
        }
        return row;
    }

    private Object value(DataType type, String text) {
        boolean isText = type.equals(new DataType.Scalar(DataType.Kind.STRING));
        return text.isEmpty() && !isText ? null : values.of(type, text);
    }

    private List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
            boolean marked = inQuotes && (next == quote || (next == escape && c == escape));
            if (c == escape && escape != quote) {
                if (marked) {
                    field.append(next);
                    at++;
                }
            } else if (c == quote) {
                if (inQuotes && next == quote) {
                    field.append(quote);
                    at++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (c == separator && !inQuotes) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
