package io.mcpbuffet.engine.worker;

import io.mcpbuffet.model.Values;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;

/** Turns a DuckDB cell into a value of the wire. */
final class CellReader {
    private CellReader() {}

    static Object read(ResultSet rows, int column, String type) throws SQLException {
        Object value = java(top(rows, column, type));
        return Values.json(type.contains(Temporals.ZONED_NANOS) ? nanos(value) : value);
    }

    /** The driver knows no such times and gives them as texts, at any depth. */
    private static Object nanos(Object value) {
        if (value instanceof String text) {
            return Temporals.zonedNanos(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CellReader::nanos).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Values.StructValue struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            struct.fields().forEach((name, field) -> fields.put(name, nanos(field)));
            return new Values.StructValue(fields);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(nanos(key), nanos(entry)));
            return entries;
        }
        return value;
    }

    /** Times are asked for by class: the driver's own choice, java.sql.Timestamp, shifts them in daylight-saving gaps. */
    private static Object top(ResultSet rows, int column, String type) throws SQLException {
        return switch (type) {
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                Temporals.timestamp(rows.getObject(column, LocalDateTime.class));
            case "TIMESTAMP WITH TIME ZONE" -> Temporals.zoned(rows.getObject(column, OffsetDateTime.class));
            default -> rows.getObject(column);
        };
    }

    private static Object java(Object value) throws SQLException {
        if (value instanceof DuckDBStruct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Map.Entry<String, Object> field : struct.getMap().entrySet()) {
                fields.put(field.getKey(), java(field.getValue()));
            }
            return new Values.StructValue(fields);
        }
        if (value instanceof Array array) {
            return list((Object[]) array.getArray());
        }
        if (value instanceof Object[] array) {
            return list(array);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(java(entry.getKey()), java(entry.getValue()));
            }
            return entries;
        }
        if (value instanceof List<?> values) {
            return list(values.toArray());
        }
        return scalar(value);
    }

    private static List<Object> list(Object[] values) throws SQLException {
        List<Object> out = new ArrayList<>(values.length);
        for (Object value : values) {
            out.add(java(value));
        }
        return out;
    }

    private static Object scalar(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        if (value instanceof JsonNode) {
            return value.toString();
        }
        if (value instanceof Timestamp timestamp) {
            return Temporals.timestamp(timestamp.toLocalDateTime());
        }
        if (value instanceof LocalDateTime timestamp) {
            return Temporals.timestamp(timestamp);
        }
        if (value instanceof OffsetDateTime timestamp) {
            return Temporals.zoned(timestamp.withOffsetSameInstant(ZoneOffset.UTC));
        }
        if (value instanceof LocalDate date) {
            return Temporals.date(date);
        }
        if (value instanceof java.sql.Date date) {
            return Temporals.date(date.toLocalDate());
        }
        if (value instanceof java.sql.Time time) {
            return time.toLocalTime();
        }
        return value;
    }
}
