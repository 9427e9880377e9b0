package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A client with several calls under way, which keeps all that it is told. For one thread. */
abstract class MarkedClient implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final String HELLO =
            "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"many\",\"version\":\"1\"}}}";

    private final int number;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Map<Integer, List<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> strays = java.util.Collections.synchronizedList(new ArrayList<>());

    MarkedClient(int number) {
        this.number = number;
    }

    /** What came to the clients, added up. */
    static final class Tally {
        final AtomicLong right = new AtomicLong();
        final AtomicLong cancelled = new AtomicLong();
        final AtomicLong failed = new AtomicLong();
        final List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
    }

    static String hello() {
        return HELLO;
    }

    /** Sends a request; {@link #ended} is called once nothing more can come for it. */
    abstract void send(MarkedCall call);

    /** Ends the conversation, so that all that was to come has come. */
    @Override
    public abstract void close();

    void heard(String message) {
        JsonNode heard = Json.read(Canary.none(message));
        JsonNode id = heard.path("id");
        if (heard.has("method")) {
            return;
        }
        if (!id.isInt()) {
            strays.add(message);
            return;
        }
        answers.computeIfAbsent(id.intValue(), any -> java.util.Collections.synchronizedList(new ArrayList<>()))
                .add(heard);
    }

    void stray(String message) {
        strays.add(message);
    }

    void ended() {
        room.release();
    }

    /** All calls, each as soon as there is room for it. */
    void run(int calls, Tally tally) {
        for (int id = 0; id < calls; id++) {
            room.acquireUninterruptibly();
            send(MarkedCall.of(number, id));
        }
        room.acquireUninterruptibly(AT_ONCE);
        close();
        for (int id = 0; id < calls; id++) {
            check(MarkedCall.of(number, id), tally);
        }
        strays.forEach(stray -> tally.wrong.add("stray at client " + number + ": " + stray));
        answers.forEach((id, more) -> tally.wrong.add("client " + number + " never asked " + id + ": " + more));
    }

    private void check(MarkedCall call, Tally tally) {
        List<JsonNode> came = answers.getOrDefault(call.id(), List.of());
        answers.remove(call.id());
        if (came.size() != (call.cancelled() ? 0 : 1)) {
            tally.wrong.add(came.size() + " answers to " + call + ": " + came);
        } else if (call.cancelled()) {
            tally.cancelled.incrementAndGet();
        } else if (!call.fits(came.get(0))) {
            tally.wrong.add("not the answer to " + call + ": " + came);
        } else {
            (call.kind() == MarkedCall.Kind.MISSING ? tally.failed : tally.right).incrementAndGet();
        }
    }
}
