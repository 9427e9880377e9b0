package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** A request that is being answered: what is sent for it goes out until it is answered or cancelled, and nothing after that. */
final class Call implements McpStreamableServerTransport {
    private final JsonNode id;
    private final Outgoing outgoing;
    private final SdkJson json;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Disposable.Swap work = Disposables.swap();

    Call(JsonNode id, Outgoing outgoing, SdkJson json) {
        this.id = id;
        this.outgoing = outgoing;
        this.json = json;
    }

    JsonNode id() {
        return id;
    }

    /** What a cancellation disposes, also when it came before. */
    void working(Disposable handler) {
        work.update(handler);
    }

    void cancel() {
        over.set(true);
        work.dispose();
    }

    /** Answers with an error unless an answer is out. */
    void fail() {
        if (over.compareAndSet(false, true)) {
            outgoing.error(id, ErrorCodes.INTERNAL_ERROR, "Internal error");
        }
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> send(message));
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String eventId) {
        return sendMessage(message);
    }

    private void send(JSONRPCMessage message) {
        if (message instanceof JSONRPCResponse response) {
            if (over.compareAndSet(false, true)) {
                answer(response);
            }
        } else if (!over.get()) {
            relay(outgoing, message);
        }
    }

    /** The id of the client is put back: the SDK knows the call by another one. */
    private void answer(JSONRPCResponse response) {
        if (response.error() != null) {
            outgoing.error(id, response.error());
        } else {
            outgoing.result(id, response.result());
        }
    }

    static void relay(Outgoing outgoing, JSONRPCMessage message) {
        if (message instanceof JSONRPCNotification notification) {
            outgoing.notification(notification.method(), notification.params());
        } else if (message instanceof JSONRPCRequest request) {
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
        // The stream outlives the call.
    }
}
