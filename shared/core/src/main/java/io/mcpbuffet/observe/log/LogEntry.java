package io.mcpbuffet.observe.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * One entry of the log.
 *
 * @param context of the thread, such as the request that it serves
 * @param failure with its stack; null where there is none
 */
record LogEntry(
        Instant time,
        Level level,
        String logger,
        String thread,
        Map<String, String> context,
        String message,
        Throwable failure) {

    String text() {
        StringBuilder line = new StringBuilder()
                .append(time.truncatedTo(ChronoUnit.MILLIS))
                .append(" [")
                .append(thread)
                .append("] ")
                .append(level)
                .append(' ')
                .append(logger);
        context.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        line.append(" - ").append(message);
        return failure == null
                ? line.toString()
                : line.append('\n').append(stack()).toString();
    }

    /** In one line. */
    String json() {
        StringBuilder line = new StringBuilder("{");
        member(line, "time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        member(line, "level", level.toString());
        member(line, "logger", logger);
        member(line, "thread", thread);
        context.forEach((key, value) -> member(line, key, value));
        member(line, "message", message);
        if (failure != null) {
            member(line, "error", stack());
        }
        return line.append('}').toString();
    }

    private String stack() {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static void member(StringBuilder line, String key, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        quoted(line, key);
        line.append(':');
        quoted(line, value);
    }

    private static void quoted(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                line.append("\\u%04x".formatted((int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
