package io.mcpbuffet.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns Java values into the values of the wire: integers beyond ±(2^53−1), decimals, NaN and infinities become strings, dates and
 * times ISO-8601 strings, binary base64. Structs are {@link StructValue}, maps become lists of {@code {key, value}}.
 */
public final class Values {
    private static final long MAX_SAFE = (1L << 53) - 1;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(TIME)
            .toFormatter();
    private static final DateTimeFormatter ZONED =
            new DateTimeFormatterBuilder().append(DATE_TIME).appendOffsetId().toFormatter();

    private static final DateTimeFormatter ZONED_TIME =
            new DateTimeFormatterBuilder().append(TIME).appendOffsetId().toFormatter();

    private Values() {}

    /** A struct's fields by name, in order; a plain Map is taken for a map value. */
    public record StructValue(Map<String, Object> fields) {}

    /** The wire form of a value; an unknown class becomes its text. */
    public static Object json(Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            return bytes(buffer);
        }
        if (value instanceof StructValue struct) {
            Map<String, Object> out = new LinkedHashMap<>();
            struct.fields().forEach((name, field) -> out.put(name, json(field)));
            return out;
        }
        if (value instanceof Collection<?> list) {
            return list(list);
        }
        if (value instanceof Map<?, ?> map) {
            return entries(map);
        }
        return temporalOrText(value);
    }

    private static Object number(Number number) {
        if (number instanceof Long || number instanceof BigInteger) {
            BigInteger exact = number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
            return exact.abs().compareTo(BigInteger.valueOf(MAX_SAFE)) <= 0 ? exact.longValue() : exact.toString();
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (number instanceof Float f) {
            return Float.isFinite(f) ? (Object) Double.parseDouble(Float.toString(f)) : nonFinite(f);
        }
        if (number instanceof Double d) {
            return Double.isFinite(d) ? d : nonFinite(d);
        }
        return number.longValue();
    }

    private static String nonFinite(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    private static String bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }

    private static List<Object> list(Collection<?> values) {
        List<Object> out = new ArrayList<>(values.size());
        values.forEach(v -> out.add(json(v)));
        return out;
    }

    private static List<Object> entries(Map<?, ?> map) {
        List<Object> out = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", json(key));
            entry.put("value", json(value));
            out.add(entry);
        });
        return out;
    }

    private static String temporalOrText(Object value) {
        if (value instanceof Instant instant) {
            return ZONED.format(instant.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof OffsetDateTime zoned) {
            return ZONED.format(zoned);
        }
        if (value instanceof LocalDateTime local) {
            return DATE_TIME.format(local);
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof OffsetTime time) {
            return ZONED_TIME.format(time);
        }
        if (value instanceof LocalDate || value instanceof UUID) {
            return value.toString();
        }
        return String.valueOf(value);
    }
}
