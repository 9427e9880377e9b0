package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Texts as values of scalar types. What is no such value is NULL, as in Hive.
 *
 * @param timestamps patterns that the table gives, tried before the usual ones
 */
record TextValues(List<DateTimeFormatter> timestamps) {
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-M-d[ ]['T']H:m[:s]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT);
    private static final int MILLIS_DIGITS = 12;

    TextValues {
        timestamps = List.copyOf(timestamps);
    }

    /** UNSUPPORTED for a pattern that is none. */
    static TextValues of(TextOptions options) {
        List<DateTimeFormatter> patterns = new ArrayList<>();
        for (String pattern : options.text("timestamp.formats", "").split(",", -1)) {
            try {
                if (!pattern.isBlank()) {
                    patterns.add(new DateTimeFormatterBuilder()
                            .appendPattern(pattern.strip().replace("yyyy", "uuuu"))
                            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                            .toFormatter(Locale.ROOT));
                }
            } catch (IllegalArgumentException e) {
                throw LakeException.unsupported(
                        "The table's parameter timestamp.formats has '" + pattern + "', which is no pattern");
            }
        }
        return new TextValues(patterns);
    }

    /** Null for what is no such value. */
    Object of(DataType type, String text) {
        try {
            if (type instanceof DataType.Decimal decimal) {
                return decimal(decimal, text.strip());
            }
            return type instanceof DataType.Scalar scalar ? scalar(scalar.kind(), text) : null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private Object scalar(DataType.Kind kind, String text) {
        return switch (kind) {
            case STRING -> text;
            case BOOLEAN -> truth(text.strip());
            case INT -> Integer.valueOf(text.strip());
            case LONG -> Long.valueOf(text.strip());
            case FLOAT, DOUBLE -> Double.valueOf(text.strip());
            case DATE -> date(text.strip());
            case TIMESTAMP -> timestamp(text.strip());
            case TIMESTAMPTZ -> OffsetDateTime.parse(text.strip());
            case BINARY -> binary(text);
            case UUID -> java.util.UUID.fromString(text.strip());
            case TIME, TIMESTAMP_NS, TIMESTAMPTZ_NS, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> null;
        };
    }

    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static BigDecimal decimal(DataType.Decimal type, String text) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        return value.precision() > type.precision() ? null : value;
    }

    /** {@code 2026-03-01}, maybe with a time behind it, or days since 1970. */
    private static LocalDate date(String text) {
        if (isWhole(text)) {
            return LocalDate.ofEpochDay(Long.parseLong(text));
        }
        return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    }

    /** {@code 2026-03-01 10:00:00.5}, with {@code T} too, with a zone, a date alone, or seconds or milliseconds since 1970. */
    private LocalDateTime timestamp(String text) {
        for (DateTimeFormatter pattern : timestamps) {
            Optional<LocalDateTime> found = timestamp(text, pattern);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (isWhole(text)) {
            long number = Long.parseLong(text);
            Instant at = text.length() > MILLIS_DIGITS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
            return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        }
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay();
        }
        boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
        return zoned
                ? OffsetDateTime.parse(text.replace(' ', 'T'))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                : LocalDateTime.parse(text, WRITTEN);
    }

    private static Optional<LocalDateTime> timestamp(String text, DateTimeFormatter pattern) {
        try {
            TemporalAccessor found = pattern.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    found instanceof OffsetDateTime zoned
                            ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                            : LocalDateTime.from(found));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        return text.length() > from && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    /** In base 64, or else as it is. */
    private static byte[] binary(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Base64.getDecoder().decode(bytes);
        } catch (IllegalArgumentException e) {
            return Arrays.copyOf(bytes, bytes.length);
        }
    }
}
