package io.mcpbuffet.engine.scan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Values for Iceberg's generic writers, of few different ones for each type so that deletes meet rows. */
record RandomValues(Random random) {
    private static final List<String> TEXTS =
            List.of("", "a", "A", "Öl", "o'clock", "\"q\"", "line\nbreak", "日本", "😀", "%_\\", "null");
    private static final List<Long> LONGS =
            List.of(0L, 1L, -1L, 2L, 3L, 42L, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L);
    private static final List<Integer> INTS = List.of(0, 1, -1, 2, 3, 42, Integer.MAX_VALUE, Integer.MIN_VALUE);
    private static final List<Double> DOUBLES =
            List.of(1.0, 1.5, -2.25, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    private static final List<Float> FLOATS = List.of(1.0f, 0.1f, -2.25f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY);

    List<Record> rows(Schema schema, int count) {
        List<Record> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(schema.asStruct()));
        }
        return rows;
    }

    Record row(Types.StructType type) {
        Record row = GenericRecord.create(type);
        for (Types.NestedField field : type.fields()) {
            row.setField(field.name(), value(field));
        }
        return row;
    }

    private Object value(Types.NestedField field) {
        return field.isOptional() && random.nextInt(5) == 0 ? null : value(field.type());
    }

    Object value(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> row(type.asStructType());
            case LIST -> list(type.asListType());
            case MAP -> map(type.asMapType());
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> of(INTS);
            case LONG -> of(LONGS);
            case FLOAT -> of(FLOATS);
            case DOUBLE -> of(DOUBLES);
            case STRING -> of(TEXTS);
            case BINARY -> ByteBuffer.wrap(of(TEXTS).getBytes(StandardCharsets.UTF_8));
            case FIXED -> fixed(((Types.FixedType) type).length());
            case UUID -> new UUID(random.nextInt(3), 7);
            case DECIMAL -> decimal((Types.DecimalType) type);
            default -> time(type);
        };
    }

    private Object time(Type type) {
        return switch (type.typeId()) {
            case DATE -> LocalDate.of(2024, 2, 28).plusDays(random.nextInt(4));
            case TIME -> LocalTime.of(random.nextInt(24), 59, 59, 123_456_000);
            case TIMESTAMP -> {
                LocalDateTime local = moment(1000);
                yield ((Types.TimestampType) type).shouldAdjustToUTC() ? local.atOffset(ZoneOffset.UTC) : local;
            }
            case TIMESTAMP_NANO -> {
                LocalDateTime local = moment(1);
                yield ((Types.TimestampNanoType) type).shouldAdjustToUTC() ? local.atOffset(ZoneOffset.UTC) : local;
            }
            default -> throw new IllegalArgumentException("No values of type " + type);
        };
    }

    /** Around the gap of a daylight-saving change, and long ago. */
    private LocalDateTime moment(int grain) {
        long second = random.nextInt(4) == 0
                ? Instant.parse("1883-11-18T12:03:58Z").getEpochSecond()
                : Instant.parse("2024-03-31T01:59:58Z").getEpochSecond() + random.nextInt(4);
        return LocalDateTime.ofEpochSecond(second, random.nextInt(3) * 123_457 * grain % 1_000_000_000, ZoneOffset.UTC);
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private byte[] fixed(int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) random.nextInt(3);
        return bytes;
    }

    private BigDecimal decimal(Types.DecimalType type) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger unscaled =
                switch (random.nextInt(4)) {
                    case 0 -> most;
                    case 1 -> most.negate();
                    case 2 -> BigInteger.ZERO;
                    default -> BigInteger.valueOf(random.nextInt(3)).min(most);
                };
        return new BigDecimal(unscaled, type.scale());
    }

    private List<Object> list(Types.ListType type) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(value(type.fields().get(0)));
        }
        return list;
    }

    private Map<Object, Object> map(Types.MapType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(value(type.keyType()), value(type.fields().get(1)));
        }
        return map;
    }
}
