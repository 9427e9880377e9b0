package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What one client asks, in either era of the protocol: its session once it is initialized, and its requests that are not answered yet.
 * Safe for use by many threads.
 */
public final class Conversation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private static final Set<String> SUBSCRIPTIONS =
            Set.of(McpSchema.METHOD_RESOURCES_SUBSCRIBE, McpSchema.METHOD_RESOURCES_UNSUBSCRIBE);

    private final Sessions sessions;
    private final Optional<Outgoing> standing;
    private final CallsInFlight calls = new CallsInFlight();
    private final AtomicLong sequence = new AtomicLong();
    private volatile McpStreamableServerSession session;
    private volatile Era stateful = Stateful.UNKNOWN;
    private volatile Caller caller;

    /** @param standing where messages go that belong to no request, for a transport that always has such a place */
    Conversation(Sessions sessions, Optional<Outgoing> standing) {
        this.sessions = sessions;
        this.standing = standing;
    }

    public boolean initialized() {
        return session != null;
    }

    /** Whether requests wait for answers. */
    public boolean busy() {
        return !calls.isEmpty();
    }

    boolean is(String sdkSession) {
        McpStreamableServerSession current = session;
        return current != null && current.getId().equals(sdkSession);
    }

    /** Answers now or later, unless it is cancelled; then only {@link Outlet#end} is called. */
    public void accept(Incoming.Request request, Outgoing outgoing, Caller caller) {
        accept(request, outgoing, caller, Stateless.is(request));
    }

    /** The same for a request that something beside it says to be of the revision without sessions. */
    public void acceptStateless(Incoming.Request request, Outgoing outgoing, Caller caller) {
        accept(request, outgoing, caller, true);
    }

    private void accept(Incoming.Request request, Outgoing outgoing, Caller from, boolean stateless) {
        caller = from;
        Optional<JSONRPCError> problem = stateless ? Stateless.problem(request) : Optional.empty();
        if (problem.isPresent()) {
            outgoing.refuse(request.id(), problem.get());
            outgoing.end();
            return;
        }
        Era era = stateless ? Stateless.of(request, sessions.self().serverInfo()) : stateful;
        Call call = new Call(request.id(), request.method(), outgoing, sessions.json(), era);
        if (!calls.add(call)) {
            outgoing.error(request.id(), ErrorCodes.INVALID_REQUEST, "A request with this id is being answered");
            outgoing.end();
            return;
        }
        call.working(answer(request, call, era, from)
                .contextWrite(context -> context.put(McpTransportContext.KEY, from.context()))
                .doFinally(end -> {
                    calls.done(call);
                    call.end();
                })
                .subscribe(nothing -> {}, failure -> failed(call, failure), call::fail));
    }

    /** The SDK lets errors of its own through here where they come before its handler's first step. */
    private static void failed(Call call, Throwable failure) {
        if (failure instanceof McpError known && known.getJsonRpcError() != null) {
            call.fail(known.getJsonRpcError());
            return;
        }
        LOG.error("A request failed inside", failure);
        call.fail();
    }

    private Mono<Void> answer(Incoming.Request request, Call call, Era era, Caller caller) {
        if (era instanceof Stateless stateless) {
            return Mono.defer(() -> stateless(request, call, stateless, caller));
        }
        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            return Mono.defer(() -> initialize(request, call, caller));
        }
        McpStreamableServerSession current = session;
        if (current == null) {
            return Mono.fromRunnable(() -> beforeInitialize(request, call));
        }
        if (sessions.watch().isPresent() && SUBSCRIPTIONS.contains(request.method())) {
            return Mono.defer(
                    () -> subscription(request, call, caller, sessions.watch().get()));
        }
        return Mono.defer(() -> trees(request, call, caller)
                .orElseGet(() -> current.responseStream(call).handle(known(request))));
    }

    /** Subscribes to a resource, or ends that. */
    private Mono<Void> subscription(Incoming.Request request, Call call, Caller caller, ResourceWatch watch) {
        String uri =
                request.params() == null ? "" : request.params().path("uri").asText();
        if (request.method().equals(McpSchema.METHOD_RESOURCES_UNSUBSCRIBE)) {
            return Mono.fromRunnable(() -> {
                watch.remove(this, uri);
                call.answer(Json.object());
            });
        }
        return watch.add(this, caller.principal(), uri, params -> notify(ResourceWatch.UPDATED, params))
                .doOnNext(call::answer)
                .then();
    }

    private Optional<Mono<Void>> trees(Incoming.Request request, Call call, Caller caller) {
        return sessions.trees().answer(request, call, caller).map(result -> result.doOnNext(call::answer)
                .then());
    }

    /** The SDK fails inside where params are absent, and says what is missing where they are empty. */
    private JSONRPCRequest known(Incoming.Request request) {
        JsonNode params = request.params() == null ? Json.object() : request.params();
        return new JSONRPCRequest(request.method(), sequence.incrementAndGet(), params);
    }

    private Mono<Void> stateless(Incoming.Request request, Call call, Stateless era, Caller caller) {
        if (request.method().equals(Stateless.DISCOVER)) {
            return Mono.fromRunnable(() -> call.answer(discovered(caller)));
        }
        if (request.method().equals(Stateless.LISTEN)) {
            return listen(request, call, caller);
        }
        return trees(request, call, caller).orElseGet(() -> alone(request, call, era));
    }

    private ObjectNode discovered(Caller caller) {
        InitializeResult self = sessions.self();
        ObjectNode result = Json.object();
        Stateless.VERSIONS.forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", Json.MAPPER.valueToTree(self.capabilities()));
        if (self.instructions() != null) {
            result.put("instructions", self.instructions());
        }
        return instructed(result, caller);
    }

    private ObjectNode instructed(ObjectNode result, Caller caller) {
        sessions.trees().instructions(caller).ifPresent(text -> result.put("instructions", text));
        return result;
    }

    /** Open until the client cancels it. A server that never has anything to tell does not know the method. */
    private Mono<Void> listen(Incoming.Request request, Call call, Caller caller) {
        if (!tells(sessions.self())) {
            return Mono.fromRunnable(() ->
                    call.fail(new JSONRPCError(ErrorCodes.METHOD_NOT_FOUND, "Method not found: " + request.method())));
        }
        JsonNode filter = request.params().path("notifications");
        return watched(filter, call, caller)
                .then(Mono.<Void>never())
                .doOnSubscribe(started -> sessions.subscriptions().add(call, filter))
                .doFinally(end -> {
                    sessions.subscriptions().remove(call);
                    sessions.watch().ifPresent(watch -> watch.remove(call));
                });
    }

    private Mono<Void> watched(JsonNode filter, Call call, Caller caller) {
        List<String> uris = new ArrayList<>();
        filter.path("resourceSubscriptions").forEach(uri -> uris.add(uri.asText()));
        return Flux.fromIterable(sessions.watch().isPresent() ? uris : List.of())
                .concatMap(uri -> sessions.watch()
                        .get()
                        .add(
                                call,
                                caller.principal(),
                                uri,
                                params -> Subscriptions.tell(call, ResourceWatch.UPDATED, params)))
                .then();
    }

    private static boolean tells(InitializeResult self) {
        var can = self.capabilities();
        return (can.tools() != null && Boolean.TRUE.equals(can.tools().listChanged()))
                || (can.prompts() != null && Boolean.TRUE.equals(can.prompts().listChanged()))
                || (can.resources() != null
                        && (Boolean.TRUE.equals(can.resources().listChanged())
                                || Boolean.TRUE.equals(can.resources().subscribe())));
    }

    /** The SDK answers within a session, which is made for the one request. */
    private Mono<Void> alone(Incoming.Request request, Call call, Stateless era) {
        ClientCapabilities capabilities = sessions.json().convertValue(era.capabilities(), ClientCapabilities.class);
        Implementation client = era.client().isObject()
                ? sessions.json().convertValue(era.client(), Implementation.class)
                : Implementation.builder("unknown", "0").build();
        McpStreamableServerSession own = sessions.start(
                        InitializeRequest.builder(Sessions.VERSIONS.get(0), capabilities, client)
                                .build())
                .session();
        era.logLevel().flatMap(Conversation::level).ifPresent(own::setMinLoggingLevel);
        return own.responseStream(call).handle(known(request)).doFinally(end -> own.close());
    }

    private static Optional<LoggingLevel> level(String word) {
        for (LoggingLevel level : LoggingLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private Mono<Void> initialize(Incoming.Request request, Call call, Caller caller) {
        InitializeRequest params;
        try {
            params = sessions.json()
                    .convertValue(request.params() == null ? Json.object() : request.params(), InitializeRequest.class);
        } catch (RuntimeException e) {
            call.fail(new JSONRPCError(ErrorCodes.INVALID_PARAMS, "The params of initialize are not valid"));
            return Mono.empty();
        }
        var started = sessions.start(params);
        session = started.session();
        stateful = Stateful.of(request);
        sessions.add(this);
        standing.ifPresent(this::listen);
        return started.initResult()
                .doOnNext(result -> call.answer(instructed(Json.MAPPER.valueToTree(result), caller)))
                .then();
    }

    /** Answered at once: a client that waits for it would hang. */
    private static void beforeInitialize(Incoming.Request request, Call call) {
        if (request.method().equals(McpSchema.METHOD_PING)) {
            call.answer(Json.object());
        } else {
            call.fail(new JSONRPCError(ErrorCodes.INVALID_REQUEST, "Send initialize first"));
        }
    }

    public void accept(Incoming.Notification notification, Caller caller) {
        if (notification.method().equals("notifications/cancelled")) {
            JsonNode id =
                    notification.params() == null ? null : notification.params().get("requestId");
            if (id != null) {
                calls.cancel(id);
            }
            return;
        }
        McpStreamableServerSession current = session;
        if (current != null && notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
            current.accept(new JSONRPCNotification(notification.method(), notification.params()))
                    .contextWrite(context -> context.put(McpTransportContext.KEY, caller.context()))
                    .subscribe(nothing -> {}, failure -> LOG.warn("A notification failed", failure));
        }
    }

    /** An answer to a question of the server. */
    public void accept(Incoming.Response response) {
        McpStreamableServerSession current = session;
        if (current == null) {
            LOG.debug("An answer to no question came: {}", response.id());
            return;
        }
        JSONRPCError error =
                response.error().isObject() ? sessions.json().convertValue(response.error(), JSONRPCError.class) : null;
        JSONRPCResponse answer = error == null
                ? JSONRPCResponse.result(response.id().asText(), response.result())
                : JSONRPCResponse.error(response.id().asText(), error);
        current.accept(answer)
                .subscribe(nothing -> {}, stray -> LOG.debug("An answer to no question came: {}", response.id()));
    }

    /** Sends what belongs to no request there, and no longer to where it went before. */
    public void listen(Outgoing outgoing) {
        McpStreamableServerSession current = session;
        if (current != null) {
            current.listeningStream(Call.listening(outgoing, sessions.json()));
        }
    }

    void notify(String method, Object params) {
        McpStreamableServerSession current = session;
        if (current != null) {
            current.sendNotification(method, params)
                    .subscribe(nothing -> {}, nobody -> LOG.debug("Nobody listens for {}", method));
        }
    }

    /** Cancels a request by its id; one that is unknown or over is no error. */
    public void cancel(JsonNode id) {
        calls.cancel(id);
    }

    public void cancelAll() {
        calls.cancelAll();
    }

    /** Waits until all requests are answered. */
    void drain() throws InterruptedException {
        calls.drain();
    }

    /** Cancels what is not answered, and ends the session. */
    @Override
    public void close() {
        cancelAll();
        sessions.watch().ifPresent(watch -> watch.remove(this));
        sessions.remove(this);
        McpStreamableServerSession current = session;
        if (current != null) {
            current.close();
        }
        Caller last = caller;
        if (last != null) {
            sessions.trees().ended(last);
        }
    }
}
