package io.mcpbuffet.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Turns Snowflake's rows into values of the wire. The session writes times as ISO 8601, with nanoseconds and offset. */
final class SnowflakeCells {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxx");

    private final ResultSet rows;
    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    private interface Cell {
        Object of(ResultSet rows, int column) throws SQLException;
    }

    SnowflakeCells(ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData meta = rows.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String type = meta.getColumnTypeName(i).toUpperCase(Locale.ROOT);
            int scale = meta.getScale(i);
            boolean exact = type.equals("NUMBER") || type.equals("FIXED") || type.equals("BIGINT");
            columns.add(new ResultColumn(
                    meta.getColumnLabel(i), exact ? "NUMBER(" + meta.getPrecision(i) + "," + scale + ")" : type));
            cells.add(exact && scale == 0 ? SnowflakeCells::whole : cell(type));
        }
    }

    List<ResultColumn> columns() {
        return columns;
    }

    /** The values of the row that the result stands on. */
    List<Object> row() throws SQLException {
        List<Object> row = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            row.add(cells.get(i).of(rows, i + 1));
        }
        return row;
    }

    private static Object whole(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : Values.json(new BigInteger(text));
    }

    private static Cell cell(String type) {
        return switch (type) {
            case "NUMBER", "FIXED", "DECIMAL" ->
                (rows, i) -> {
                    BigDecimal value = rows.getBigDecimal(i);
                    return value == null ? null : Values.json(value);
                };
            case "DOUBLE", "FLOAT", "REAL" -> (rows, i) -> number(rows.getString(i));
            case "BOOLEAN" ->
                (rows, i) -> {
                    boolean value = rows.getBoolean(i);
                    return rows.wasNull() ? null : value;
                };
            case "BINARY" ->
                (rows, i) -> {
                    byte[] value = rows.getBytes(i);
                    return value == null ? null : Values.json(value);
                };
            case "DATE" ->
                (rows, i) -> {
                    OptionalLong day = day(rows, i);
                    return day.isEmpty() ? null : Values.json(LocalDate.ofEpochDay(day.getAsLong()));
                };
            case "TIME" -> (rows, i) -> time(rows.getString(i));
            case "TIMESTAMPNTZ", "TIMESTAMP_NTZ" -> (rows, i) -> local(rows.getString(i));
            case "TIMESTAMPLTZ", "TIMESTAMP_LTZ", "TIMESTAMPTZ", "TIMESTAMP_TZ" ->
                (rows, i) -> zoned(rows.getString(i));
            case "VARIANT", "OBJECT", "ARRAY", "MAP", "VECTOR" -> (rows, i) -> json(rows.getString(i));
            default -> ResultSet::getString;
        };
    }

    /** The driver's own dates and their texts are of the Julian calendar before 1582. */
    static OptionalLong day(ResultSet rows, int column) throws SQLException {
        long day = rows.getLong(column);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(day);
    }

    static Object number(String text) {
        return text == null ? null : Values.json(parsed(text));
    }

    static double parsed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Object time(String text) {
        return text == null ? null : Values.json(LocalTime.parse(text));
    }

    private static Object local(String text) {
        return text == null ? null : Values.json(LocalDateTime.parse(text));
    }

    private static Object zoned(String text) {
        return text == null ? null : Values.json(zonedTime(text));
    }

    static OffsetDateTime zonedTime(String text) {
        return OffsetDateTime.parse(text.replaceFirst("Z$", "+0000"), zone(text));
    }

    private static DateTimeFormatter zone(String text) {
        return text.length() > 3 && text.charAt(text.length() - 3) == ':'
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME
                : ZONED;
    }

    /** A value of the wire; text that is no JSON, such as {@code undefined} in an array, stays text. */
    private static Object json(String text) {
        if (text == null) {
            return null;
        }
        try {
            return value(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>(node.size());
            node.forEach(item -> items.add(value(item)));
            return items;
        }
        if (node.isIntegralNumber()) {
            return Values.json(node.bigIntegerValue());
        }
        if (node.isNumber()) {
            return decimal(node.decimalValue());
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isNull() ? null : node.asText();
    }

    /** A number where a double holds it exactly as it is written, else its text. */
    private static Object decimal(BigDecimal value) {
        double near = value.doubleValue();
        return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(value) == 0
                ? (Object) near
                : value.toPlainString();
    }
}
