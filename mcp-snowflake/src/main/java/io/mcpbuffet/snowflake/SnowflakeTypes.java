package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads Snowflake's type texts, such as {@code NUMBER(12,2)} and {@code ARRAY(NUMBER(38,0) NOT NULL)}. What has no counterpart stays as
 * text.
 */
final class SnowflakeTypes {
    private static final int MAX_DEPTH = 50;

    private SnowflakeTypes() {}

    static DataType parse(String text) {
        return parse(text.strip(), 0);
    }

    private static DataType parse(String text, int depth) {
        String type = text.replaceFirst("(?i)\\s+NOT NULL$", "").strip();
        int open = type.indexOf('(');
        if (open < 0) {
            return plain(type);
        }
        if (depth > MAX_DEPTH || !type.endsWith(")")) {
            return new DataType.Foreign(type);
        }
        String head = type.substring(0, open).strip().toUpperCase(Locale.ROOT);
        List<String> parts = parts(type.substring(open + 1, type.length() - 1));
        return switch (head) {
            case "NUMBER", "DECIMAL", "NUMERIC", "FIXED" -> decimal(parts, type);
            case "ARRAY" -> new DataType.ListOf(Field.optional("element", parse(parts.get(0), depth + 1)));
            case "VECTOR" -> new DataType.ListOf(Field.optional("element", vector(parts.get(0))));
            case "MAP" ->
                parts.size() == 2
                        ? new DataType.MapOf(
                                Field.optional("key", parse(parts.get(0), depth + 1)),
                                Field.optional("value", parse(parts.get(1), depth + 1)))
                        : new DataType.Foreign(type);
            case "OBJECT" -> struct(parts, type, depth);
            case "TIME" -> new DataType.Scalar(Kind.TIME);
            case "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "DATETIME" -> timestamp(parts, Kind.TIMESTAMP, Kind.TIMESTAMP_NS);
            case "TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP_TZ", "TIMESTAMPTZ" ->
                timestamp(parts, Kind.TIMESTAMPTZ, Kind.TIMESTAMPTZ_NS);
            default -> plain(head);
        };
    }

    private static DataType decimal(List<String> parts, String type) {
        boolean numbers = parts.stream().allMatch(part -> part.matches("\\d{1,2}"));
        return numbers
                ? new DataType.Decimal(
                        Integer.parseInt(parts.get(0)), parts.size() > 1 ? Integer.parseInt(parts.get(1)) : 0)
                : new DataType.Foreign(type);
    }

    private static DataType vector(String element) {
        return new DataType.Scalar(element.strip().equalsIgnoreCase("INT") ? Kind.INT : Kind.FLOAT);
    }

    private static DataType timestamp(List<String> parts, Kind micros, Kind nanos) {
        boolean coarse = parts.get(0).matches("[0-6]");
        return new DataType.Scalar(coarse ? micros : nanos);
    }

    private static DataType struct(List<String> parts, String type, int depth) {
        List<Field> fields = new ArrayList<>();
        for (String part : parts) {
            int end = part.startsWith("\"") ? part.indexOf("\" ", 1) + 1 : part.indexOf(' ');
            if (end <= 0) {
                return new DataType.Foreign(type);
            }
            String name = part.substring(0, end);
            fields.add(new Field(
                    OptionalInt.empty(),
                    name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name,
                    parse(part.substring(end).strip(), depth + 1),
                    part.toUpperCase(Locale.ROOT).endsWith(" NOT NULL"),
                    Optional.empty(),
                    Optional.empty()));
        }
        return new DataType.Struct(fields);
    }

    /** Splits at the commas that stand outside of parentheses and quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted = (c == '"') != quoted;
            if (!quoted && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            } else if (!quoted && c == ',' && depth == 0) {
                parts.add(text.substring(start, at).strip());
                start = at + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static DataType plain(String text) {
        Kind kind =
                switch (text.toUpperCase(Locale.ROOT)) {
                    case "BOOLEAN" -> Kind.BOOLEAN;
                    case "FLOAT", "DOUBLE", "REAL", "FLOAT4", "FLOAT8", "DOUBLE PRECISION" -> Kind.DOUBLE;
                    case "VARCHAR", "TEXT", "STRING", "CHAR", "CHARACTER" -> Kind.STRING;
                    case "BINARY", "VARBINARY" -> Kind.BINARY;
                    case "DATE" -> Kind.DATE;
                    case "TIME" -> Kind.TIME;
                    case "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "DATETIME", "TIMESTAMP" -> Kind.TIMESTAMP_NS;
                    case "TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP_TZ", "TIMESTAMPTZ" -> Kind.TIMESTAMPTZ_NS;
                    case "VARIANT", "OBJECT", "ARRAY" -> Kind.VARIANT;
                    case "GEOGRAPHY" -> Kind.GEOGRAPHY;
                    case "GEOMETRY" -> Kind.GEOMETRY;
                    default -> null;
                };
        if (kind == null) {
            boolean whole = text.equalsIgnoreCase("NUMBER") || text.equalsIgnoreCase("INT");
            return whole ? new DataType.Decimal(38, 0) : new DataType.Foreign(text);
        }
        return new DataType.Scalar(kind);
    }

    /** The type that a join sees: times have microseconds there, and a scale of NUMBER beyond what DuckDB holds is text. */
    static DataType joined(DataType type) {
        if (type instanceof DataType.Scalar scalar) {
            return switch (scalar.kind()) {
                case TIMESTAMP_NS -> new DataType.Scalar(Kind.TIMESTAMP);
                case TIMESTAMPTZ_NS -> new DataType.Scalar(Kind.TIMESTAMPTZ);
                default -> type;
            };
        }
        return type;
    }
}
