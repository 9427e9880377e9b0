package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The requests that are not answered yet, by id. Safe for use by many threads. */
final class CallsInFlight {
    private final Map<JsonNode, Call> calls = new HashMap<>();

    /** False where a request of that id is being answered. A client that has its answer may be here before that is noted. */
    synchronized boolean add(Call call) {
        Call before = calls.putIfAbsent(call.id(), call);
        return before == null || (before.over() && calls.replace(call.id(), before, call));
    }

    synchronized void done(Call call) {
        calls.remove(call.id(), call);
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Ends a call without an answer; one that is unknown or over is no error. */
    void cancel(JsonNode id) {
        Call call;
        synchronized (this) {
            call = calls.get(id);
        }
        if (call != null) {
            call.cancel();
            done(call);
        }
    }

    void cancelAll() {
        List<Call> all;
        synchronized (this) {
            all = List.copyOf(calls.values());
        }
        all.forEach(call -> cancel(call.id()));
    }

    /** Waits until all are answered. */
    synchronized void drain() throws InterruptedException {
        while (!calls.isEmpty()) {
            wait();
        }
    }
}
