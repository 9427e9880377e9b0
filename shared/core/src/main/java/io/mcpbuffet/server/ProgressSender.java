package io.mcpbuffet.server;

import io.mcpbuffet.spi.Progress;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Tells the client how far its call is, at most four times a second. Safe for use by many threads. */
final class ProgressSender implements Progress {
    private static final long PAUSE = Duration.ofMillis(250).toNanos();
    private static final double WHOLE = 100;

    /** What one step adds where nothing is known: the protocol wants a value that grows. */
    private static final double STEP = 0.01;

    private final McpAsyncServerExchange exchange;
    private final Object token;
    private final LongSupplier nanos;
    private boolean sentBefore;
    private long sentAt;
    private double last;

    private ProgressSender(McpAsyncServerExchange exchange, Object token, LongSupplier nanos) {
        this.exchange = exchange;
        this.token = token;
        this.nanos = nanos;
    }

    /** Sends nothing where the client gave no token. */
    static Progress of(McpAsyncServerExchange exchange, Map<String, Object> meta) {
        Object token = meta == null ? null : meta.get("progressToken");
        return token == null ? Progress.NONE : new ProgressSender(exchange, token, System::nanoTime);
    }

    @Override
    public void report(OptionalDouble percent, String message) {
        ProgressNotification notification = next(percent, message);
        if (notification != null) {
            exchange.progressNotification(notification).subscribe();
        }
    }

    private synchronized ProgressNotification next(OptionalDouble percent, String message) {
        long now = nanos.getAsLong();
        if (sentBefore && now - sentAt < PAUSE) {
            return null;
        }
        double value = Math.min(percent.orElse(last), WHOLE);
        if (sentBefore && value <= last) {
            value = last + STEP;
        }
        sentBefore = true;
        sentAt = now;
        last = value;
        return new ProgressNotification(
                token, Double.valueOf(value), percent.isPresent() ? Math.max(WHOLE, value) : null, message, null);
    }
}
