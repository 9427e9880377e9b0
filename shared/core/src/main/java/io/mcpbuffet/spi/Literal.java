package io.mcpbuffet.spi;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A value of a column's type, never NULL, NaN or an infinity.
 *
 * @param value {@code boolean} Boolean; {@code int}, {@code long} Long; {@code float}, {@code double} Double; decimals BigDecimal;
 *     {@code date} LocalDate; {@code time} LocalTime; timestamps LocalDateTime, with zone OffsetDateTime in UTC; {@code string} String;
 *     {@code uuid} UUID. Other types have no literals.
 */
public record Literal(DataType type, Object value) {
    public Literal {
        Class<?> wanted = javaType(type);
        if (wanted == null || !wanted.isInstance(value)) {
            throw new IllegalArgumentException("A value of type " + type + " is no "
                    + (value == null ? "null" : value.getClass().getSimpleName()));
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException("A literal is finite, not " + number);
        }
    }

    /** Whether columns of a type can be compared with literals. */
    public static boolean exists(DataType type) {
        return javaType(type) != null;
    }

    private static Class<?> javaType(DataType type) {
        if (type instanceof DataType.Decimal) {
            return BigDecimal.class;
        }
        if (!(type instanceof DataType.Scalar scalar)) {
            return null;
        }
        return switch (scalar.kind()) {
            case BOOLEAN -> Boolean.class;
            case INT, LONG -> Long.class;
            case FLOAT, DOUBLE -> Double.class;
            case DATE -> LocalDate.class;
            case TIME -> LocalTime.class;
            case TIMESTAMP, TIMESTAMP_NS -> LocalDateTime.class;
            case TIMESTAMPTZ, TIMESTAMPTZ_NS -> OffsetDateTime.class;
            case STRING -> String.class;
            case UUID -> UUID.class;
            case BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> null;
        };
    }

    /** As a person writes it: texts and times in single quotes. */
    @Override
    public String toString() {
        if (value instanceof Number || value instanceof Boolean) {
            return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        }
        return '\'' + Values.json(value).toString().replace("'", "''") + '\'';
    }
}
