package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lines as Hive's LazySimpleSerDe has them: fields between marks, and other marks inside of lists, maps and structs. */
final class DelimitedRows implements TextRows {
    private static final char NO_ESCAPE = 0;

    private final List<Field> columns;
    private final Set<String> wanted;
    private final TextValues values;
    private final char[] marks = {1, 2, 3, 4, 5, 6, 7, 8};
    private final char escape;
    private final String nullText;
    private final boolean lastTakesRest;

    /** @param columns all of the table, in their order */
    DelimitedRows(List<Field> columns, Set<String> wanted, TextOptions options) {
        this.columns = columns;
        this.wanted = wanted;
        this.values = TextValues.of(options);
        this.marks[0] = options.mark("field.delim", options.mark("serialization.format", marks[0]));
        // Hive's own spelling
        this.marks[1] = options.mark("colelction.delim", options.mark("collection.delim", marks[1]));
        this.marks[2] = options.mark("mapkey.delim", marks[2]);
        this.escape = options.mark("escape.delim", NO_ESCAPE);
        this.nullText = options.text("serialization.null.format", "\\N");
        this.lastTakesRest = options.flag("serialization.last.column.takes.rest", false);
    }

    @Override
    public void write(String line, JsonGenerator out) throws IOException {
        List<String> texts = split(line, 0, lastTakesRest ? columns.size() : Integer.MAX_VALUE);
        for (int at = 0; at < Math.min(columns.size(), texts.size()); at++) {
            Field column = columns.get(at);
            if (wanted.contains(column.name())) {
                field(out, column, texts.get(at), 1);
            }
        }
    }

    private void field(JsonGenerator out, Field field, String text, int level) throws IOException {
        out.writeFieldName(Integer.toString(field.id().orElseThrow()));
        value(out, field.type(), text, level);
    }

    private void value(JsonGenerator out, DataType type, String text, int level) throws IOException {
        if (text.equals(nullText) || level >= marks.length) {
            out.writeNull();
        } else if (type instanceof DataType.ListOf list) {
            out.writeStartArray();
            for (String part : parts(text, level)) {
                value(out, list.element().type(), part, level + 1);
            }
            out.writeEndArray();
        } else if (type instanceof DataType.Struct struct) {
            struct(out, struct, text, level);
        } else if (type instanceof DataType.MapOf map) {
            map(out, map, text, level);
        } else {
            values.write(out, type, escape == NO_ESCAPE ? text : unescaped(text));
        }
    }

    private void struct(JsonGenerator out, DataType.Struct struct, String text, int level) throws IOException {
        List<String> parts = split(text, level, Integer.MAX_VALUE);
        out.writeStartObject();
        for (int at = 0; at < Math.min(struct.fields().size(), parts.size()); at++) {
            field(out, struct.fields().get(at), parts.get(at), level + 1);
        }
        out.writeEndObject();
    }

    private void map(JsonGenerator out, DataType.MapOf map, String text, int level) throws IOException {
        Set<String> keys = new HashSet<>();
        out.writeStartObject();
        for (String entry : parts(text, level)) {
            List<String> pair = split(entry, level + 1, 2);
            // the first of two equal keys counts, as in Hive
            if (keys.add(pair.get(0))) {
                out.writeFieldName(escape == NO_ESCAPE ? pair.get(0) : unescaped(pair.get(0)));
                value(out, map.value().type(), pair.size() > 1 ? pair.get(1) : nullText, level + 2);
            }
        }
        out.writeEndObject();
    }

    private List<String> parts(String text, int level) {
        return text.isEmpty() ? List.of() : split(text, level, Integer.MAX_VALUE);
    }

    private List<String> split(String text, int level, int most) {
        char mark = marks[Math.min(level, marks.length - 1)];
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length() && parts.size() < most - 1; at++) {
            char c = text.charAt(at);
            if (c == escape && escape != NO_ESCAPE) {
                at++;
            } else if (c == mark) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private String unescaped(String text) {
        if (text.indexOf(escape) < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == escape && at + 1 < text.length()) {
                char next = text.charAt(++at);
                plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
