package io.mcpbuffet.glue.external;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads types as Hive writes them, such as {@code struct<a:int,b:array<decimal(10,2)>>}. What has no counterpart stays as text. Fields
 * are numbered in the order of their names in the text.
 */
public final class HiveTypes {
    private static final Pattern DECIMAL = Pattern.compile("(?:decimal|numeric)\\((\\d{1,2})(?:,\\s*(\\d{1,2}))?\\)");
    private static final Pattern TEXT = Pattern.compile("(?:varchar|char)\\(\\d+\\)");
    private static final int MAX_DEPTH = 50;

    private int lastId;

    private HiveTypes() {}

    /** A column without numbers, for showing. */
    public static Field field(HiveColumn column) {
        DataType type = new HiveTypes().parse(column.type().strip(), 0);
        return new Field(OptionalInt.empty(), column.name(), type, false, column.comment(), Optional.empty());
    }

    /** Columns with numbers at every depth, from 1. */
    static List<Field> numbered(List<HiveColumn> columns) {
        HiveTypes types = new HiveTypes();
        List<Field> fields = new ArrayList<>();
        for (HiveColumn column : columns) {
            fields.add(types.child(column.name(), column.type(), column.comment(), 0));
        }
        return fields;
    }

    private Field child(String name, String text, Optional<String> comment, int depth) {
        OptionalInt id = OptionalInt.of(++lastId);
        return new Field(id, name, parse(text.strip(), depth), false, comment, Optional.empty());
    }

    private Field child(String name, String text, int depth) {
        return child(name, text, Optional.empty(), depth);
    }

    private DataType parse(String text, int depth) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (depth > MAX_DEPTH) {
            return new DataType.Foreign(text);
        }
        if (!lower.endsWith(">")) {
            return plain(lower);
        }
        String inside = text.substring(Math.min(text.indexOf('<') + 1, text.length() - 1), text.length() - 1);
        if (lower.startsWith("array<")) {
            return new DataType.ListOf(child("element", inside, depth + 1));
        }
        if (lower.startsWith("map<")) {
            List<String> parts = parts(inside);
            return parts.size() == 2
                    ? new DataType.MapOf(child("key", parts.get(0), depth + 1), child("value", parts.get(1), depth + 1))
                    : new DataType.Foreign(text);
        }
        return lower.startsWith("struct<") ? struct(text, inside, depth) : new DataType.Foreign(text);
    }

    private DataType struct(String text, String inside, int depth) {
        List<Field> fields = new ArrayList<>();
        for (String part : parts(inside)) {
            int colon = part.indexOf(':');
            if (colon <= 0) {
                return new DataType.Foreign(text);
            }
            fields.add(child(unquoted(part.substring(0, colon).strip()), part.substring(colon + 1), depth + 1));
        }
        return new DataType.Struct(fields);
    }

    private static String unquoted(String name) {
        return name.length() > 2 && name.startsWith("`") && name.endsWith("`")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /** Splits at the commas that stand outside of brackets. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '<' || c == '(') {
                depth++;
            } else if (c == '>' || c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static DataType plain(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
            return new DataType.Decimal(Integer.parseInt(decimal.group(1)), scale);
        }
        if (text.equals("decimal") || text.equals("numeric")) {
            return new DataType.Decimal(10, 0);
        }
        if (TEXT.matcher(text).matches()) {
            return new DataType.Scalar(Kind.STRING);
        }
        return kind(text).<DataType>map(DataType.Scalar::new).orElse(new DataType.Foreign(text));
    }

    private static Optional<Kind> kind(String text) {
        return Optional.ofNullable(
                switch (text) {
                    case "boolean" -> Kind.BOOLEAN;
                    case "tinyint", "smallint", "int", "integer" -> Kind.INT;
                    case "bigint", "long" -> Kind.LONG;
                    case "float", "real" -> Kind.FLOAT;
                    case "double", "double precision" -> Kind.DOUBLE;
                    case "string", "varchar", "char" -> Kind.STRING;
                    case "binary" -> Kind.BINARY;
                    case "date" -> Kind.DATE;
                    case "timestamp", "timestamp_ntz" -> Kind.TIMESTAMP;
                    case "timestamptz", "timestamp with local time zone", "timestamp with time zone" ->
                        Kind.TIMESTAMPTZ;
                    case "uuid" -> Kind.UUID;
                    default -> null;
                });
    }
}
