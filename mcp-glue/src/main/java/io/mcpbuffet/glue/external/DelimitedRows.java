package io.mcpbuffet.glue.external;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    public List<Object> row(String line) {
        List<String> texts = split(line, 0, lastTakesRest ? columns.size() : Integer.MAX_VALUE);
        List<Object> row = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Field column = columns.get(at);
            if (wanted.contains(column.name())) {
                row.add(at < texts.size() ? value(column.type(), texts.get(at), 1) : null);
            }
        }
        return row;
    }

    private Object value(DataType type, String text, int level) {
        if (text.equals(nullText) || level >= marks.length) {
            return null;
        }
        if (type instanceof DataType.ListOf list) {
            List<Object> elements = new ArrayList<>();
            parts(text, level).forEach(part -> elements.add(value(list.element().type(), part, level + 1)));
            return elements;
        }
        if (type instanceof DataType.Struct struct) {
            return struct(struct, text, level);
        }
        if (type instanceof DataType.MapOf map) {
            return map(map, text, level);
        }
        return values.of(type, escape == NO_ESCAPE ? text : unescaped(text));
    }

    private Object struct(DataType.Struct struct, String text, int level) {
        List<String> parts = split(text, level, Integer.MAX_VALUE);
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int at = 0; at < struct.fields().size(); at++) {
            Field field = struct.fields().get(at);
            fields.put(TextFiles.key(field), at < parts.size() ? value(field.type(), parts.get(at), level + 1) : null);
        }
        return new Values.StructValue(fields);
    }

    private Object map(DataType.MapOf map, String text, int level) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (String entry : parts(text, level)) {
            List<String> pair = split(entry, level + 1, 2);
            Object key = value(map.key().type(), pair.get(0), level + 2);
            // the first of two equal keys counts, as in Hive
            if (key != null && !entries.containsKey(key)) {
                String value = pair.size() > 1 ? pair.get(1) : nullText;
                entries.put(key, value(map.value().type(), value, level + 2));
            }
        }
        return entries;
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
