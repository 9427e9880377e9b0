package io.mcpbuffet.observe;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.util.List;
import java.util.Locale;

/** How much goes to the log, which is standard error and never standard output. */
public final class Logs {
    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    private static final String SIMPLE = "org.slf4j.simpleLogger.";

    private Logs() {}

    /** Sets the level for the whole process; to be called before the first logger is made. INVALID_ARGUMENT for an unknown one. */
    public static void level(String level) {
        String word = level.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(word)) {
            String nearest = Nearest.of(word, LEVELS)
                    .map(n -> "Did you mean " + n + "? ")
                    .orElse("");
            throw LakeException.invalid("'" + level + "' is not a log level")
                    .hint(nearest + "Levels are " + String.join(", ", LEVELS));
        }
        System.setProperty(SIMPLE + "logFile", "System.err");
        System.setProperty(SIMPLE + "defaultLogLevel", word);
        System.setProperty(SIMPLE + "showDateTime", "true");
        System.setProperty(SIMPLE + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        // The SDK logs requests and the texts of exceptions.
        System.setProperty(SIMPLE + "log.io.modelcontextprotocol", word.equals("off") ? "off" : "error");
    }
}
