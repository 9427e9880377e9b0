package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.io.IOException;
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
    public void write(String line, JsonGenerator out) throws IOException {
        List<String> texts = split(line);
        for (int at = 0; at < Math.min(columns.size(), texts.size()); at++) {
            Field column = columns.get(at);
            if (wanted.contains(column.name())) {
                out.writeFieldName(Integer.toString(column.id().orElseThrow()));
                write(out, column.type(), texts.get(at));
            }
        }
    }

    private void write(JsonGenerator out, DataType type, String text) throws IOException {
        boolean isText = type.equals(new DataType.Scalar(DataType.Kind.STRING));
        if (text.isEmpty() && !isText) {
            out.writeNull();
        } else {
            values.write(out, type, text);
        }
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
