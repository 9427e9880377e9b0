package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** MCP over a pair of streams, one message per line. One thread reads; handlers answer from any thread. */
final class StdioTransport implements McpStreamableServerTransportProvider {
    static final int MAX_LINE = 16 << 20;

    /** Newest last, as the SDK offers the last one where the client asks for another. */
    private static final List<String> VERSIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    private final LineReader lines;
    private final Outgoing outgoing;
    private final SdkJson json;
    private final CallsInFlight calls = new CallsInFlight();
    private McpStreamableServerSession.Factory factory;
    private volatile McpStreamableServerSession session;
    private long sequence;

    StdioTransport(InputStream in, OutputStream out, SdkJson json) {
        this.lines = new LineReader(in, MAX_LINE);
        this.outgoing = new Outgoing(out);
        this.json = json;
    }

    /** Serves until the input ends and all calls are answered, or nobody reads the answers. */
    void serve() throws IOException, InterruptedException {
        while (!outgoing.broken()) {
            LineReader.Line line = lines.next();
            if (line instanceof LineReader.End) {
                break;
            }
            accept(message(line));
        }
        if (outgoing.broken()) {
            calls.cancelAll();
        }
        calls.drain();
    }

    private static Incoming message(LineReader.Line line) {
        if (line instanceof LineReader.Text text) {
            return Incoming.parse(text.text());
        }
        if (line instanceof LineReader.TooLong longer) {
            return new Incoming.Invalid(
                    Outgoing.NO_ID, ErrorCodes.INVALID_REQUEST, "The line is longer than " + longer.limit() + " bytes");
        }
        return Incoming.parseError("The line is not UTF-8");
    }

    private void accept(Incoming message) {
        if (message instanceof Incoming.Request request) {
            accept(request);
        } else if (message instanceof Incoming.Notification notification) {
            accept(notification);
        } else if (message instanceof Incoming.Response response) {
            accept(response);
        } else if (message instanceof Incoming.Invalid invalid) {
            outgoing.error(invalid.id(), invalid.code(), invalid.text());
        }
    }

    private void accept(Incoming.Request request) {
        Call call = new Call(request.id(), outgoing, json);
        if (!calls.add(call)) {
            outgoing.error(request.id(), ErrorCodes.INVALID_REQUEST, "A request with this id is being answered");
            return;
        }
        call.working(answer(request, call)
                .doFinally(end -> calls.done(call))
                .subscribe(nothing -> {}, failure -> failed(call, failure), call::fail));
    }

    /** The SDK lets errors of its own through here where they come before its handler's first step. */
    private static void failed(Call call, Throwable failure) {
        if (failure instanceof McpError known && known.getJsonRpcError() != null) {
            call.sendMessage(JSONRPCResponse.error(0L, known.getJsonRpcError())).subscribe();
            return;
        }
        LOG.error("A request failed inside", failure);
        call.fail();
    }

    private Mono<Void> answer(Incoming.Request request, Call call) {
        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            return Mono.defer(() -> initialize(request, call));
        }
        McpStreamableServerSession current = session;
        if (current == null) {
            return Mono.fromRunnable(() -> beforeInitialize(request, call));
        }
        // The SDK fails inside where params are absent, and says what is missing where they are empty.
        JsonNode params = request.params() == null ? Json.object() : request.params();
        JSONRPCRequest known = new JSONRPCRequest(request.method(), ++sequence, params);
        return current.responseStream(call).handle(known);
    }

    private Mono<Void> initialize(Incoming.Request request, Call call) {
        InitializeRequest params;
        try {
            params = json.convertValue(
                    request.params() == null ? Json.object() : request.params(), InitializeRequest.class);
        } catch (RuntimeException e) {
            return call.sendMessage(error(ErrorCodes.INVALID_PARAMS, "The params of initialize are not valid"));
        }
        var started = factory.startSession(params);
        session = started.session();
        session.listeningStream(new Call(Outgoing.NO_ID, outgoing, json));
        return started.initResult().flatMap(result -> call.sendMessage(JSONRPCResponse.result(0L, result)));
    }

    /** Answered at once, above all a probe with server/discover: a client that waits for it would hang. */
    private static void beforeInitialize(Incoming.Request request, Call call) {
        call.sendMessage(
                        switch (request.method()) {
                            case McpSchema.METHOD_PING -> JSONRPCResponse.result(0L, Json.object());
                            case "server/discover" ->
                                error(ErrorCodes.METHOD_NOT_FOUND, "Method not found: server/discover");
                            default -> error(ErrorCodes.INVALID_REQUEST, "Send initialize first");
                        })
                .subscribe();
    }

    private static JSONRPCResponse error(int code, String text) {
        return JSONRPCResponse.error(0L, new JSONRPCResponse.JSONRPCError(code, text));
    }

    private void accept(Incoming.Notification notification) {
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
                    .subscribe(nothing -> {}, failure -> LOG.warn("A notification failed", failure));
        }
    }

    /** Answers to questions of the server, of which it asks none, and strays. */
    private void accept(Incoming.Response response) {
        LOG.debug("An answer to no question came: {}", response.id());
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessions) {
        this.factory = sessions;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Mono.fromRunnable(() -> outgoing.notification(method, params));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(calls::cancelAll);
    }
}
