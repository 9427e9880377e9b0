package io.mcpbuffet.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 512MB} (1 MB is 1024 KB) and durations such as {@code 60s}. */
public final class Units {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-z]*)");
    private static final List<String> SIZES = List.of("b", "kb", "mb", "gb", "tb");

    private Units() {}

    /** Empty for what is not a size. */
    static Optional<Long> size(String text) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches()) {
            return Optional.empty();
        }
        String unit = amount.group(2).replace("ib", "b");
        int power = unit.isEmpty() ? 0 : SIZES.indexOf(unit.length() == 1 && !unit.equals("b") ? unit + "b" : unit);
        return power < 0 ? Optional.empty() : times(amount.group(1), 1L << (10 * power));
    }

    /** Empty for what is not a duration; a bare number is in seconds. */
    public static Optional<Duration> duration(String text) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches()) {
            return Optional.empty();
        }
        long millis =
                switch (amount.group(2)) {
                    case "ms" -> 1;
                    case "", "s" -> 1_000;
                    case "m", "min" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 0;
                };
        return millis == 0 ? Optional.empty() : times(amount.group(1), millis).map(Duration::ofMillis);
    }

    private static Optional<Long> times(String digits, long factor) {
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(digits), factor));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    static String text(long bytes) {
        int power = 0;
        long amount = bytes;
        while (amount >= 1024 && amount % 1024 == 0 && power < SIZES.size() - 1) {
            amount /= 1024;
            power++;
        }
        return amount + SIZES.get(power).toUpperCase(Locale.ROOT);
    }
}
