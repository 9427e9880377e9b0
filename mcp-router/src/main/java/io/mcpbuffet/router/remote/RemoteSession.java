package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.link.Link;
import io.mcpbuffet.router.link.Links;
import io.mcpbuffet.router.link.Receiver;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.RelayedError;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a server, from its start to its end. Requests go out with ids of their own; each gets its answer, or the reason why it
 * has none. Safe for use by many threads.
 */
final class RemoteSession implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);
    private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    private static final long LARGEST_ID = 1L << 53;
    private static final int METHOD_NOT_FOUND = -32601;

    /** For the sign of life of a server that let a call run out. */
    private static final Duration PONG = Duration.ofSeconds(1);

    private final String name;
    private final Watcher watcher;
    private final ScheduledExecutorService clock;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Pace pace = new Pace();
    private final CompletableFuture<LakeException> end = new CompletableFuture<>();
    private volatile ObjectNode self = Json.object();
    private volatile Link link;
    private volatile boolean answeredOnce;
    private volatile boolean dismissed;
    private volatile CompletableFuture<Boolean> lives = CompletableFuture.completedFuture(true);

    /** Is told what happens besides answers. Called by the thread that reads, so it does not wait. */
    interface Watcher {
        /** A list has changed, by the method of the notification. */
        void changed(String method);

        void count(String what);
    }

    private RemoteSession(String name, Watcher watcher, ScheduledExecutorService clock) {
        this.name = name;
        this.watcher = watcher;
        this.clock = clock;
    }

    /**
     * A session that the server has agreed to; fails with why there is none. The caller does not wait, not even for the system to start a
     * process, which takes long where many are started at once.
     */
    static CompletableFuture<RemoteSession> open(
            String name, Links links, Duration limit, Watcher watcher, ScheduledExecutorService clock) {
        RemoteSession session = new RemoteSession(name, watcher, clock);
        CompletableFuture<RemoteSession> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> session.greet(links, limit, opened), "mcp-" + name + "-start");
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    private void greet(Links links, Duration limit, CompletableFuture<RemoteSession> opened) {
        try {
            link = links.open(this);
        } catch (LakeException e) {
            opened.completeExceptionally(e);
            return;
        }
        ask(Ask.of("initialize", greeting(), limit)).thenApply(this::agreed).whenComplete((done, failure) -> {
            if (failure != null) {
                close("It could not be opened");
                opened.completeExceptionally(failure);
            } else {
                opened.complete(done);
            }
        });
    }

    private static ObjectNode greeting() {
        ObjectNode params = Json.object().put("protocolVersion", VERSIONS.get(0));
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "mcp-buffet").put("version", BuffetServer.version());
        return params;
    }

    private RemoteSession agreed(ObjectNode result) {
        String version = result.path("protocolVersion").asText();
        if (!VERSIONS.contains(version)) {
            throw LakeException.unavailable(
                    "The server '" + name + "' speaks the protocol of '" + version + "', which is not spoken here",
                    null);
        }
        self = result;
        link.established(version);
        notifyServer("notifications/initialized", Json.object());
        return this;
    }

    /** What the server said of itself. */
    ObjectNode self() {
        return self;
    }

    /** Whether the server has answered anything but its greeting. */
    boolean answeredOnce() {
        return answeredOnce;
    }

    boolean open() {
        return !end.isDone();
    }

    /** Whether the server still answers: known at once, or after a moment where it has let a call run out. */
    CompletableFuture<Boolean> lives() {
        return lives;
    }

    /** Completes with why the session is over. */
    CompletableFuture<LakeException> end() {
        return end;
    }

    /** The result. Fails with a {@link RelayedError} or a LakeException. Cancelling it cancels the request at the server. */
    CompletableFuture<ObjectNode> ask(Ask ask) {
        Pending request = new Pending(ask, ThreadLocalRandom.current().nextLong(1, LARGEST_ID));
        pending.put(request.id(), request);
        if (!open()) {
            pending.remove(request.id());
            return CompletableFuture.failedFuture(end.join());
        }
        byte[] message = bytes(request.message());
        var alarm = new Alarm(request);
        alarm.set();
        request.answer().whenComplete((result, failure) -> {
            alarm.stop();
            if (request.answer().isCancelled() && pending.remove(request.id()) != null) {
                withdraw(request, "The caller has cancelled the request");
            }
        });
        link.send(message, request.id(), ask.traceparent());
        return request.answer();
    }

    /** Looks after the time of a request. */
    private final class Alarm {
        private final Pending request;
        private volatile java.util.concurrent.Future<?> next;

        Alarm(Pending request) {
            this.request = request;
        }

        void set() {
            next = clock.schedule(this::look, Math.max(1, request.left().toNanos()), TimeUnit.NANOSECONDS);
        }

        private void look() {
            if (request.left().isNegative() || request.left().isZero()) {
                late(request);
            } else if (!request.answer().isDone()) {
                set();
            }
        }

        void stop() {
            next.cancel(false);
        }
    }

    private void late(Pending request) {
        if (pending.remove(request.id()) == null) {
            return;
        }
        watcher.count(Counters.LATE);
        boolean ping = request.ask().method().equals("ping");
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        if (!ping) {
            lives = known;
        }
        request.answer()
                .completeExceptionally(LakeException.of(
                                ErrorCode.TIMED_OUT,
                                "The server '" + name + "' did not answer "
                                        + request.ask().method() + " within "
                                        + request.ask().limit().toSeconds() + " seconds")
                        .hint("'timeout' of mcpServers." + name + " gives it more time"));
        withdraw(request, "The request took too long");
        if (!ping) {
            examine(known);
        }
    }

    private void examine(CompletableFuture<Boolean> known) {
        ask(Ask.of("ping", Json.object(), PONG)).whenComplete((pong, failure) -> {
            if (failure instanceof LakeException dead && dead.code() == ErrorCode.TIMED_OUT) {
                close("It does not answer any more");
            }
            known.complete(open());
        });
    }

    private void withdraw(Pending request, String reason) {
        ObjectNode params = Json.object().put("requestId", request.id()).put("reason", reason);
        if (!request.ask().method().equals("initialize") && open()) {
            notifyServer("notifications/cancelled", params);
        }
        link.forget(request.id());
    }

    private void notifyServer(String method, ObjectNode params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
        message.set("params", params);
        link.send(bytes(message), 0);
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return Json.MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void message(ObjectNode message) {
        JsonNode id = message.path("id");
        if (!message.path("method").isTextual()) {
            answer(id, message);
        } else if (id.isMissingNode()) {
            notification(message.path("method").textValue(), message.path("params"));
        } else if (pace.take()) {
            question(id, message.path("method").textValue());
        } else {
            watcher.count(Counters.FLOOD);
        }
    }

    private void answer(JsonNode id, ObjectNode message) {
        Pending request = id.canConvertToLong() ? pending.remove(id.longValue()) : null;
        if (request == null) {
            stray();
            return;
        }
        link.answered(request.id());
        JsonNode error = message.path("error");
        if (message.get("result") instanceof ObjectNode result) {
            answeredOnce |= !request.ask().method().equals("initialize");
            request.answer().complete(result);
        } else if (error.isObject()) {
            answeredOnce = true;
            request.answer()
                    .completeExceptionally(new RelayedError(
                            error.path("code").asInt(), error.path("message").asText(), error.path("data")));
        } else {
            watcher.count(Counters.BAD_ANSWERS);
            request.answer()
                    .completeExceptionally(LakeException.unavailable(
                            "The server '" + name + "' answered with neither a result nor an error", null));
        }
    }

    private void notification(String method, JsonNode params) {
        if (method.equals("notifications/progress") && params instanceof ObjectNode about) {
            Pending request = pending.get(params.path("progressToken").asLong());
            if (request == null || !request.progress(about)) {
                drop();
            }
        } else if (!pace.take()) {
            watcher.count(Counters.FLOOD);
        } else if (method.endsWith("/list_changed")) {
            watcher.changed(method);
        } else {
            LOG.debug("{} notifies of {}", name, method);
        }
    }

    private void drop() {
        if (!pace.take()) {
            watcher.count(Counters.FLOOD);
        }
    }

    /** The server was told that nothing can be asked of us. */
    private void question(JsonNode id, String method) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0");
        message.set("id", id);
        if (method.equals("ping")) {
            message.putObject("result");
        } else {
            message.putObject("error").put("code", METHOD_NOT_FOUND).put("message", "Method not found: " + method);
        }
        link.send(bytes(message), 0);
    }

    @Override
    public void failed(long id, LakeException why) {
        Pending request = pending.remove(id);
        if (request == null && id == 0 && pending.size() == 1) {
            // What nobody can name is the answer that is waited for, where there is one only.
            request = pending.remove(pending.keySet().iterator().next());
        }
        if (request != null) {
            watcher.count(Counters.BAD_ANSWERS);
            request.answer().completeExceptionally(why);
        }
    }

    /** What comes after the end, such as the answer to a list that was asked for, or half of it, is nobody's fault. */
    private void stray() {
        if (open()) {
            watcher.count(Counters.NOISE);
        }
    }

    @Override
    public void noise(String what) {
        stray();
        LOG.debug("{} sent what is no message: {}", name, what);
        pace.take();
    }

    @Override
    public void ended(LakeException why) {
        if (end.complete(why)) {
            watcher.count(Counters.ENDS);
        }
        pending.keySet().forEach(id -> {
            Pending request = pending.remove(id);
            if (request != null) {
                request.answer().completeExceptionally(why);
            }
        });
    }

    /** Ends the session, which is no fault of the server. */
    void dismiss(String reason) {
        dismissed = true;
        close(reason);
    }

    /** Whether it was over for us, and not for the server. */
    boolean dismissed() {
        return dismissed;
    }

    /** Ends the session; what is not answered fails with the reason. */
    private void close(String reason) {
        ended(LakeException.unavailable("The server '" + name + "' was ended: " + reason, null));
        link.close();
    }
}
