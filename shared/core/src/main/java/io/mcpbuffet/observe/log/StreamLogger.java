package io.mcpbuffet.observe.log;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes entries to standard error, each in one piece. Safe for use by many threads. */
final class StreamLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    StreamLogger(String name) {
        this.name = name;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        LogEntry entry = new LogEntry(
                Instant.now(),
                level,
                name,
                Thread.currentThread().getName(),
                context == null ? Map.of() : context,
                String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments)),
                failure);
        PrintStream out = System.err;
        out.println(LogSettings.redaction().mask(LogSettings.json() ? entry.json() : entry.text()));
    }

    @Override
    public boolean isTraceEnabled() {
        return LogSettings.shows(Level.TRACE, name);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogSettings.shows(Level.DEBUG, name);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogSettings.shows(Level.INFO, name);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogSettings.shows(Level.WARN, name);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogSettings.shows(Level.ERROR, name);
    }
}
