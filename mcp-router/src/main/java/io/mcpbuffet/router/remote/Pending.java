package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A request that a server has not answered. Safe for use by many threads. */
final class Pending {
    private static final String TOKEN = "progressToken";

    /** Notifications of one call that go on in a second. */
    private static final int PROGRESS_A_SECOND = 50;

    private final Ask ask;
    private final long id;
    private final long last;
    private final CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    private volatile long due;
    private long second;
    private int passed;

    Pending(Ask ask, long id) {
        long now = System.nanoTime();
        this.ask = ask;
        this.id = id;
        this.last = now + ask.most().toNanos();
        this.due = now + ask.limit().toNanos();
    }

    long id() {
        return id;
    }

    Ask ask() {
        return ask;
    }

    CompletableFuture<ObjectNode> answer() {
        return answer;
    }

    /** The message to send. */
    ObjectNode message() {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", ask.method());
        ObjectNode params = ask.params();
        if (token().isMissingNode()) {
            message.set("params", params);
            return message;
        }
        ObjectNode shown = Json.object();
        shown.setAll(params);
        ObjectNode meta = Json.object();
        meta.setAll((ObjectNode) params.get("_meta"));
        shown.set("_meta", meta.put(TOKEN, id));
        message.set("params", shown);
        return message;
    }

    private JsonNode token() {
        return ask.params().path("_meta").path(TOKEN);
    }

    /** How long it may still take; nothing or less where its time is over. */
    Duration left() {
        return Duration.ofNanos(due - System.nanoTime());
    }

    /** Gives it more time, and tells who asked. False where that is too often to be told. */
    boolean progress(ObjectNode params) {
        long now = System.nanoTime();
        due = Math.min(now + ask.limit().toNanos(), last);
        if (token().isMissingNode() || !passes(now)) {
            return false;
        }
        ObjectNode shown = Json.object();
        shown.setAll(params);
        shown.set(TOKEN, token());
        ask.beside().accept("notifications/progress", shown);
        return true;
    }

    private synchronized boolean passes(long now) {
        if (now - second > Duration.ofSeconds(1).toNanos()) {
            second = now;
            passed = 0;
        }
        passed++;
        return passed <= PROGRESS_A_SECOND;
    }
}
