package io.mcpbuffet.observe;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.observe.log.LogSettings;
import java.util.List;
import java.util.Locale;

/** How much goes to the log, which is standard error and never standard output. */
public final class Logs {
    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    public static final List<String> FORMATS = List.of("text", "json");

    private Logs() {}

    /** Sets the level for the whole process. INVALID_ARGUMENT for an unknown one. */
    public static void level(String level) {
        String word = level.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(word)) {
            String nearest = Nearest.of(word, LEVELS)
                    .map(n -> "Did you mean " + n + "? ")
                    .orElse("");
            throw LakeException.invalid("'" + level + "' is not a log level")
                    .hint(nearest + "Levels are " + String.join(", ", LEVELS));
        }
        LogSettings.level(word);
    }

    /** Masks the secrets of a configuration from now on, whoever logs them. */
    public static void mask(BuffetConfig config) {
        LogSettings.mask(Redaction.of(config));
    }

    /** A text that goes to standard output or error beside the log, with the same masked. */
    public static String masked(String text) {
        return LogSettings.masked(text);
    }

    /** Sets the form for the whole process: {@code json} for a line of JSON for each entry. INVALID_ARGUMENT for an unknown one. */
    public static void format(String format) {
        if (!FORMATS.contains(format)) {
            throw LakeException.invalid("'" + format + "' is not a format of the log")
                    .hint("Formats are " + String.join(", ", FORMATS));
        }
        LogSettings.json(format.equals("json"));
    }
}
