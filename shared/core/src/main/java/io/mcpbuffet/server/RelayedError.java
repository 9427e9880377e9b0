package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Objects;

/** An error of JSON-RPC for the client: that of another server as it came, or one about it. */
public final class RelayedError extends RuntimeException {
    private final int code;
    private final transient JsonNode data;

    /** @param data a missing node where there is none */
    public RelayedError(int code, String message, JsonNode data) {
        super(message);
        this.code = code;
        this.data = Objects.requireNonNull(data);
    }

    public static RelayedError of(int code, String message) {
        return new RelayedError(code, message, MissingNode.getInstance());
    }

    public int code() {
        return code;
    }

    public JsonNode data() {
        return data;
    }
}
