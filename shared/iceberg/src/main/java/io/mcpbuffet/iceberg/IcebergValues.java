package io.mcpbuffet.iceberg;

import io.mcpbuffet.model.Values;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Values as Iceberg keeps them in metadata (days, microseconds, buffers) as Java's own. */
final class IcebergValues {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private IcebergValues() {}

    /** Null for null. */
    static Object java(Type type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
            case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * 1000);
            case TIMESTAMP ->
                timestamp(((Number) value).longValue(), 1_000_000L, ((Types.TimestampType) type).shouldAdjustToUTC());
            case TIMESTAMP_NANO ->
                timestamp(
                        ((Number) value).longValue(),
                        NANOS_PER_SECOND,
                        ((Types.TimestampNanoType) type).shouldAdjustToUTC());
            case STRING -> value.toString();
            case FIXED, BINARY -> bytes(value);
            case STRUCT -> struct(type.asStructType(), (StructLike) value);
            case LIST -> list(type.asListType(), (List<?>) value);
            case MAP -> map(type.asMapType(), (Map<?, ?>) value);
            default -> value;
        };
    }

    private static Object timestamp(long units, long unitsPerSecond, boolean zoned) {
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(units, unitsPerSecond),
                Math.floorMod(units, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
        return zoned
                ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC)
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }

    private static Values.StructValue struct(Types.StructType type, StructLike value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Types.NestedField field = type.fields().get(i);
            fields.put(field.name(), java(field.type(), value.get(i, Object.class)));
        }
        return new Values.StructValue(fields);
    }

    private static List<Object> list(Types.ListType type, List<?> value) {
        List<Object> out = new ArrayList<>(value.size());
        value.forEach(element -> out.add(java(type.elementType(), element)));
        return out;
    }

    private static Map<Object, Object> map(Types.MapType type, Map<?, ?> value) {
        Map<Object, Object> out = new LinkedHashMap<>();
        value.forEach((k, v) -> out.put(java(type.keyType(), k), java(type.valueType(), v)));
        return out;
    }
}
