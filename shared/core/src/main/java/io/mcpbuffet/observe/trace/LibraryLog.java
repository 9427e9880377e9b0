package io.mcpbuffet.observe.trace;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the library says about itself to the log of the server. Safe for use by many threads. */
final class LibraryLog extends Handler {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpTracing.class);

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
            LOG.warn("Spans are lost: {}", entry.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
