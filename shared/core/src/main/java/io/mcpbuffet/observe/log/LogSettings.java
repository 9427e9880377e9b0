package io.mcpbuffet.observe.log;

import io.mcpbuffet.observe.Redaction;
import java.util.Locale;
import org.slf4j.event.Level;

/** What the log of this process looks like. A process has one log, so these are its own. Safe for use by many threads. */
public final class LogSettings {
    /** The level of processes that nobody tells one, such as tests. */
    private static final String PROPERTY = "buffet.log.level";

    /** What libraries say below {@code info} has credentials in it that only they know, such as keys that a catalog vended. */
    private static final String OURS = "io.mcpbuffet";

    /** Its parts log requests and the texts of exceptions. */
    private static final String SDK = "io.modelcontextprotocol";

    private static final int OFF = Level.ERROR.toInt() + 1;

    private static volatile int level = number(System.getProperty(PROPERTY, "info"));
    private static volatile boolean json;
    private static volatile Redaction redaction = Redaction.NONE;

    private LogSettings() {}

    /** Sets the least level that is shown; {@code off} for none. */
    public static void level(String word) {
        level = number(word);
    }

    /** Whether each entry is a line of JSON. */
    public static void json(boolean wanted) {
        json = wanted;
    }

    /** Masks these from now on, whoever logs them. */
    public static void mask(Redaction secrets) {
        redaction = secrets;
    }

    /** A text for another output of this process, with what is masked in its log. */
    public static String masked(String text) {
        return redaction.mask(text);
    }

    static boolean json() {
        return json;
    }

    static Redaction redaction() {
        return redaction;
    }

    static boolean shows(Level entry, String logger) {
        return entry.toInt() >= Math.max(level, least(logger));
    }

    private static int least(String logger) {
        if (logger.startsWith(OURS)) {
            return Level.TRACE.toInt();
        }
        return logger.startsWith(SDK) ? Level.ERROR.toInt() : Level.INFO.toInt();
    }

    private static int number(String word) {
        return word.equalsIgnoreCase("off")
                ? OFF
                : Level.valueOf(word.toUpperCase(Locale.ROOT)).toInt();
    }
}
