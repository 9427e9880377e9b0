package io.mcpbuffet.engine.worker;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Dates and times, whose infinities DuckDB's driver hands out as dates far beyond what it can store. */
final class Temporals {
    static final String ZONED_NANOS = "TIMESTAMPTZ_NS";

    private static final Pattern NANOS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?\\+00");
    private static final LocalDate DATE_END = LocalDate.of(5_881_580, 7, 11);
    private static final LocalDate DATE_START = LocalDate.of(-5_877_641, 6, 24);
    private static final LocalDateTime END = LocalDateTime.parse("+294247-01-10T04:00:54.775807");
    private static final LocalDateTime START = LocalDateTime.parse("-290308-12-21T19:59:05.224193");

    private Temporals() {}

    static Object date(LocalDate date) {
        if (DATE_END.equals(date)) {
            return "infinity";
        }
        return DATE_START.equals(date) ? "-infinity" : date;
    }

    static Object timestamp(LocalDateTime timestamp) {
        if (END.equals(timestamp)) {
            return "infinity";
        }
        return START.equals(timestamp) ? "-infinity" : timestamp;
    }

    static Object zoned(OffsetDateTime timestamp) {
        Object local = timestamp == null ? null : timestamp(timestamp.toLocalDateTime());
        return local instanceof String infinity ? infinity : timestamp;
    }

    /** A text that is no such time stays as it is. */
    static Object zonedNanos(String text) {
        return NANOS.matcher(text).matches() ? OffsetDateTime.parse(text.replace(' ', 'T') + ":00") : text;
    }
}
