package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.spi.Progress;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Tells the client how far its call is, at most four times a second. Safe for use by many threads. */
final class ProgressSender implements Progress {
    private static final long PAUSE = Duration.ofMillis(250).toNanos();
    private static final double WHOLE = 100;

    /** What one step adds where nothing is known: the protocol wants a value that grows. */
    private static final double STEP = 0.01;

    private final Call call;
    private final JsonNode token;
    private final LongSupplier nanos;
    private boolean sentBefore;
    private long sentAt;
    private double last;

    private ProgressSender(Call call, JsonNode token, LongSupplier nanos) {
        this.call = call;
        this.token = token;
        this.nanos = nanos;
    }

    /** Sends nothing where the client gave no token. */
    static Progress of(Call call, JsonNode meta) {
        JsonNode token = meta.path("progressToken");
        return token.isTextual() || token.isNumber()
                ? new ProgressSender(call, token, System::nanoTime)
                : Progress.NONE;
    }

    @Override
    public void report(OptionalDouble percent, String message) {
        ObjectNode params = next(percent, message);
        if (params != null) {
            call.notify(McpSchema.METHOD_NOTIFICATION_PROGRESS, params);
        }
    }

    private synchronized ObjectNode next(OptionalDouble percent, String message) {
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
        ObjectNode params = Json.object();
        params.set("progressToken", token);
        params.put("progress", value);
        if (percent.isPresent()) {
            params.put("total", Math.max(WHOLE, value));
        }
        return params.put("message", message);
    }
}
