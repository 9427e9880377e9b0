package io.mcpbuffet.engine.scan;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;

/** Values of defaults and of partitions as SQL. Takes Java values, the format's own integers for times, and the values of the wire. */
final class SqlLiterals {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private SqlLiterals() {}

    /** Fails UNSUPPORTED naming the column where the type has no literal. */
    static String of(DataType type, Object value, String column) {
        if (value == null) {
            return "NULL";
        }
        if (type instanceof DataType.Decimal decimal) {
            BigDecimal exact = new BigDecimal(value.toString());
            return typed(exact.toPlainString(), "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")");
        }
        if (type instanceof DataType.Fixed) {
            return blob(value);
        }
        if (type instanceof DataType.Scalar scalar) {
            return scalar(scalar.kind(), value, column);
        }
        throw unsupported(type, column);
    }

    private static String scalar(DataType.Kind kind, Object value, String column) {
        return switch (kind) {
            case BOOLEAN -> typed(value.toString(), "BOOLEAN");
            case INT -> typed(value.toString(), "INTEGER");
            case LONG -> typed(value.toString(), "BIGINT");
            case FLOAT -> typed(value.toString(), "FLOAT");
            case DOUBLE -> typed(value.toString(), "DOUBLE");
            case DATE -> typed(date(value), "DATE");
            case TIME -> typed(time(value), "TIME");
            case TIMESTAMP -> typed(local(value, ChronoUnit.MICROS), "TIMESTAMP");
            case TIMESTAMP_NS -> typed(local(value, ChronoUnit.NANOS), "TIMESTAMP_NS");
            case TIMESTAMPTZ -> typed(local(value, ChronoUnit.MICROS) + "+00", SqlTypes.TIMESTAMP_TZ);
            case TIMESTAMPTZ_NS -> typed(local(value, ChronoUnit.NANOS) + "+00", SqlTypes.TIMESTAMP_TZ_NS);
            case STRING -> string(value.toString());
            case UUID -> typed(value.toString(), "UUID");
            case BINARY -> blob(value);
            case VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> throw unsupported(new DataType.Scalar(kind), column);
        };
    }

    private static String typed(String text, String type) {
        return Sql.cast(Sql.text(text), type);
    }

    /** A NUL would end the statement's text. */
    private static String string(String text) {
        return text.indexOf('\0') < 0 ? Sql.text(text) : "decode(" + hex(text.getBytes(StandardCharsets.UTF_8)) + ")";
    }

    private static String blob(Object value) {
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return hex(bytes);
        }
        return hex(Base64.getDecoder().decode(value.toString()));
    }

    private static String hex(byte[] bytes) {
        return "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
    }

    private static String date(Object value) {
        LocalDate date = value instanceof Number days
                ? LocalDate.ofEpochDay(days.longValue())
                : value instanceof LocalDate local ? local : LocalDate.parse(value.toString());
        return year(date.getYear(), date.toString());
    }

    private static String time(Object value) {
        return value instanceof Number micros
                ? LocalTime.ofNanoOfDay(micros.longValue() * 1000).toString()
                : value.toString();
    }

    private static String local(Object value, ChronoUnit unit) {
        LocalDateTime local = dateTime(value, unit);
        return year(local.getYear(), local.toLocalDate().toString()) + " " + local.toLocalTime();
    }

    private static LocalDateTime dateTime(Object value, ChronoUnit unit) {
        if (value instanceof Number count) {
            return EPOCH.plus(count.longValue(), unit);
        }
        if (value instanceof LocalDateTime local) {
            return local;
        }
        if (value instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        String text = value.toString();
        boolean zoned = text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 11) > 0;
        return zoned
                ? OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                : LocalDateTime.parse(text);
    }

    /** Java writes years beyond four digits with a plus, the engine without. */
    private static String year(int year, String iso) {
        return year > 9999 ? iso.substring(1) : iso;
    }

    private static LakeException unsupported(DataType type, String column) {
        return LakeException.unsupported(
                "The column " + column + " has a value of type " + type + ", which the engine cannot write as SQL");
    }
}
