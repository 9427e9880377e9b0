package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** A request that is being answered: what is sent for it goes out until it is answered or cancelled, and nothing after that. */
public final class Call implements McpStreamableServerTransport {
    private final JsonNode id;
    private final String method;
    private final Outgoing outgoing;
    private final SdkJson json;
    private final Era era;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Disposable.Swap work = Disposables.swap();

    Call(JsonNode id, String method, Outgoing outgoing, SdkJson json, Era era) {
        this.id = id;
        this.method = method;
        this.outgoing = outgoing;
        this.json = json;
        this.era = era;
    }

    /** A stream for what belongs to no request. */
    static Call listening(Outgoing outgoing, SdkJson json) {
        return new Call(Outgoing.NO_ID, "", outgoing, json, Stateful.UNKNOWN);
    }

    JsonNode id() {
        return id;
    }

    /** Whether the client has announced an extension of the protocol. */
    boolean extended(String extension) {
        return era.capabilities().path("extensions").has(extension);
    }

    /** Whether it was answered or cancelled. */
    boolean over() {
        return over.get();
    }

    /** What a cancellation disposes, also when it came before. */
    void working(Disposable handler) {
        work.update(handler);
    }

    void cancel() {
        over.set(true);
        work.dispose();
    }

    void answer(Object result) {
        if (over.compareAndSet(false, true)) {
            outgoing.result(id, era.result(method, result));
        }
    }

    void fail(JSONRPCError error) {
        if (over.compareAndSet(false, true)) {
            outgoing.error(id, era.error(error));
        }
    }

    /** The error of another server, shown as it is. */
    void refuse(JSONRPCError error) {
        if (over.compareAndSet(false, true)) {
            outgoing.relayed(id, era.error(error));
        }
    }

    /** Answers with an error unless an answer is out. */
    void fail() {
        fail(new JSONRPCError(ErrorCodes.INTERNAL_ERROR, "Internal error"));
    }

    /** Sends a notification that belongs to this request. */
    public void notify(String notification, Object params) {
        relay(new JSONRPCNotification(notification, params));
    }

    /** Nothing more comes. */
    void end() {
        outgoing.end();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> send(message));
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String eventId) {
        return sendMessage(message);
    }

    /** The id of the client is put back: the SDK knows the call by another one. */
    private void send(JSONRPCMessage message) {
        if (message instanceof JSONRPCResponse response) {
            if (response.error() != null) {
                fail(response.error());
            } else {
                answer(response.result());
            }
        } else {
            relay(message);
        }
    }

    private void relay(JSONRPCMessage message) {
        if (over.get()) {
            return;
        }
        boolean admitted = era.admits(message);
        if (admitted && message instanceof JSONRPCNotification notification) {
            outgoing.notification(notification.method(), notification.params());
        } else if (message instanceof JSONRPCRequest request) {
            if (!admitted) {
                throw new IllegalStateException("This revision of the protocol has no requests to clients");
            }
            outgoing.request(request.id(), request.method(), request.params());
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public void close() {
        // What carries the call closes itself.
    }
}
