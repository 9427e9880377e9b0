package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The values that a table's {@code projection.KEY.*} parameters give one partition key. */
record ProjectedKey(Field key, Map<String, String> parameters, int most) {
    private static final Pattern NOW = Pattern.compile("NOW(?:\\s*([+-])\\s*(\\d+)\\s*([A-Z]+))?");

    /** Values, as texts, that a filter on this key alone leaves. UNSUPPORTED where the parameters do not say enough. */
    List<String> values(PartitionFilter filter) {
        PartitionFilter own = filter.on(key.name());
        String type = parameter("type", "").toLowerCase(Locale.ROOT);
        List<String> values =
                switch (type) {
                    case "enum" ->
                        Arrays.stream(required("values").split(",", -1))
                                .map(String::strip)
                                .toList();
                    case "integer" -> integers();
                    case "date" -> dates();
                    case "injected" -> injected(own);
                    default ->
                        throw LakeException.unsupported("The partition key " + key.name()
                                + " is projected with the type '" + type + "', which is not known here");
                };
        return values.stream().filter(text -> own.accepts(one(text))).toList();
    }

    private Map<String, Object> one(String text) {
        Map<String, Object> values = new HashMap<>();
        values.put(key.name(), PartitionValues.of(key, text));
        return values;
    }

    private List<String> injected(PartitionFilter own) {
        return own
                .only(key.name())
                .orElseThrow(() -> LakeException.of(
                                ErrorCode.INVALID_ARGUMENT,
                                "The values of partition key " + key.name() + " are not known")
                        .hint("Add a condition such as " + key.name() + " = 'value'; the table's projection needs it"))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> integers() {
        String[] ends = range();
        try {
            long from = Long.parseLong(ends[0]);
            long to = Long.parseLong(ends[1]);
            long step = Math.max(1, Long.parseLong(parameter("interval", "1")));
            int digits = Integer.parseInt(parameter("digits", "1"));
            bounded((to - from) / step);
            return LongStream.iterate(from, value -> value <= to, value -> value + step)
                    .mapToObj(value -> String.format(Locale.ROOT, "%0" + digits + "d", value))
                    .toList();
        } catch (NumberFormatException e) {
            throw wrong(e);
        }
    }

    private List<String> dates() {
        String[] ends = range();
        String pattern = required("format");
        try {
            DateTimeFormatter format = new DateTimeFormatterBuilder()
                    .appendPattern(pattern.replace("yyyy", "uuuu"))
                    .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                    .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .toFormatter(Locale.ROOT);
            ChronoUnit unit = unit(parameter("interval.unit", smallest(pattern).name()));
            long step = Math.max(1, Long.parseLong(parameter("interval", "1")));
            LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
            LocalDateTime from = moment(ends[0], format, now);
            LocalDateTime to = moment(ends[1], format, now);
            bounded(unit.between(from, to) / step);
            List<String> values = new ArrayList<>();
            for (long count = 0; !from.plus(count * step, unit).isAfter(to); count++) {
                values.add(format.format(from.plus(count * step, unit)));
            }
            return values.stream().distinct().toList();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    /** The unit that the values step by where none is given: the smallest one that they show. */
    private static ChronoUnit smallest(String pattern) {
        if (pattern.contains("s")) {
            return ChronoUnit.SECONDS;
        }
        if (pattern.contains("m")) {
            return ChronoUnit.MINUTES;
        }
        if (pattern.contains("H")) {
            return ChronoUnit.HOURS;
        }
        if (pattern.contains("d")) {
            return ChronoUnit.DAYS;
        }
        return pattern.contains("M") ? ChronoUnit.MONTHS : ChronoUnit.YEARS;
    }

    private static ChronoUnit unit(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return ChronoUnit.valueOf(upper.endsWith("S") ? upper : upper + "S");
    }

    private static LocalDateTime moment(String text, DateTimeFormatter format, LocalDateTime now) {
        Matcher relative = NOW.matcher(text.toUpperCase(Locale.ROOT));
        if (!relative.matches()) {
            return LocalDateTime.parse(text, format);
        }
        if (relative.group(1) == null) {
            return now;
        }
        long amount = Long.parseLong(relative.group(2));
        return now.plus(relative.group(1).equals("-") ? -amount : amount, unit(relative.group(3)));
    }

    private void bounded(long count) {
        if (count >= most * 100L) {
            throw LakeException.of(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The projection of partition key " + key.name() + " has " + count + " values");
        }
    }

    private String[] range() {
        String[] ends = required("range").split(",", -1);
        if (ends.length != 2) {
            throw wrong(null);
        }
        return new String[] {ends[0].strip(), ends[1].strip()};
    }

    private LakeException wrong(Throwable cause) {
        return LakeException.of(
                ErrorCode.UNSUPPORTED,
                "The parameters projection." + key.name() + ".* of the table do not go together",
                cause);
    }

    private String required(String name) {
        String value = parameters.get("projection." + key.name() + "." + name);
        if (value == null) {
            throw LakeException.unsupported("The table lacks the parameter projection." + key.name() + "." + name);
        }
        return value;
    }

    private String parameter(String name, String otherwise) {
        return parameters.getOrDefault("projection." + key.name() + "." + name, otherwise);
    }
}
