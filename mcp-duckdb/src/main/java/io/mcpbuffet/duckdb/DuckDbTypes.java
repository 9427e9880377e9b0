package io.mcpbuffet.duckdb;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads DuckDB's type texts, such as {@code STRUCT(a INTEGER, "b c" VARCHAR[])}. What has no counterpart stays as text. */
final class DuckDbTypes {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");
    private static final int MAX_DEPTH = 50;

    private DuckDbTypes() {}

    static DataType parse(String text) {
        return parse(text.strip(), 0);
    }

    private static DataType parse(String text, int depth) {
        if (depth > MAX_DEPTH) {
            return new DataType.Foreign(text);
        }
        if (text.endsWith("[]")) {
            DataType element = parse(text.substring(0, text.length() - 2), depth + 1);
            return new DataType.ListOf(Field.optional("element", element));
        }
        if (text.endsWith(")")) {
            return compound(text, depth);
        }
        return scalar(text).<DataType>map(DataType.Scalar::new).orElse(new DataType.Foreign(text));
    }

    private static DataType compound(String text, int depth) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return new DataType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        if (text.startsWith("STRUCT(")) {
            return struct(text, depth);
        }
        if (text.startsWith("MAP(")) {
            List<String> parts = parts(text.substring(4, text.length() - 1));
            return parts.size() == 2
                    ? new DataType.MapOf(
                            Field.optional("key", parse(parts.get(0), depth + 1)),
                            Field.optional("value", parse(parts.get(1), depth + 1)))
                    : new DataType.Foreign(text);
        }
        return new DataType.Foreign(text);
    }

    private static DataType struct(String text, int depth) {
        List<Field> fields = new ArrayList<>();
        for (String part : parts(text.substring(7, text.length() - 1))) {
            int end = endOfName(part);
            if (end <= 0 || end >= part.length()) {
                return new DataType.Foreign(text);
            }
            DataType type = parse(part.substring(end).strip(), depth + 1);
            fields.add(Field.optional(unquote(part.substring(0, end)), type));
        }
        return new DataType.Struct(fields);
    }

    /** Splits at the commas that stand outside of parentheses and quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, at).strip());
                start = at + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static int endOfName(String part) {
        if (!part.startsWith("\"")) {
            return part.indexOf(' ');
        }
        int at = 1;
        while (at < part.length()) {
            if (part.charAt(at) != '"') {
                at++;
            } else if (part.startsWith("\"\"", at)) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private static String unquote(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static Optional<Kind> scalar(String text) {
        return Optional.ofNullable(
                switch (text) {
                    case "BOOLEAN" -> Kind.BOOLEAN;
                    case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> Kind.INT;
                    case "BIGINT", "UINTEGER" -> Kind.LONG;
                    case "FLOAT" -> Kind.FLOAT;
                    case "DOUBLE" -> Kind.DOUBLE;
                    case "DATE" -> Kind.DATE;
                    case "TIME" -> Kind.TIME;
                    case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" -> Kind.TIMESTAMP;
                    case "TIMESTAMP_NS" -> Kind.TIMESTAMP_NS;
                    case "TIMESTAMP WITH TIME ZONE" -> Kind.TIMESTAMPTZ;
                    case "VARCHAR" -> Kind.STRING;
                    case "UUID" -> Kind.UUID;
                    case "BLOB" -> Kind.BINARY;
                    case "VARIANT" -> Kind.VARIANT;
                    case "GEOMETRY" -> Kind.GEOMETRY;
                    case "\"NULL\"" -> Kind.UNKNOWN_TYPE;
                    default -> null;
                });
    }
}
