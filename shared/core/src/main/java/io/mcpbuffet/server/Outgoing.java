package io.mcpbuffet.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages as JSON-RPC. Safe for use by many threads. */
public final class Outgoing {
    public static final JsonNode NO_ID = NullNode.getInstance();

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Outlet outlet;

    public Outgoing(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Whether the reader is gone. */
    boolean broken() {
        return outlet.broken();
    }

    void result(JsonNode id, Object result) {
        ObjectNode message = message();
        message.set("id", id);
        message.putPOJO("result", result);
        byte[] bytes;
        try {
            bytes = bytes(message);
        } catch (UncheckedIOException e) {
            // Such as a number that would have millions of digits. Whoever asked waits for an answer.
            error(id, ErrorCodes.INTERNAL_ERROR, "The result cannot be written: " + e.getMessage());
            return;
        }
        outlet.answer(bytes, 0);
    }

    void error(JsonNode id, int code, String text) {
        error(id, new JSONRPCError(code, text));
    }

    /** The text of an exception, which is what the SDK gives with this code, stays inside. */
    void error(JsonNode id, JSONRPCError error) {
        JSONRPCError shown = error;
        if (error.code() == ErrorCodes.INTERNAL_ERROR) {
            LOG.error("A request failed inside: {}", error.message());
            shown = new JSONRPCError(error.code(), "Internal error");
        }
        outlet.answer(bytes(message(id, shown)), shown.code());
    }

    /** An error whose text is for the client, whatever its code. */
    void relayed(JsonNode id, JSONRPCError error) {
        outlet.answer(bytes(message(id, error)), error.code());
    }

    /** An error before anything was done for the request. */
    public void refuse(JsonNode id, JSONRPCError error) {
        outlet.refusal(bytes(message(id, error)), error.code());
    }

    public void refuse(Incoming.Invalid invalid) {
        refuse(invalid.id(), new JSONRPCError(invalid.code(), invalid.text()));
    }

    void notification(String method, Object params) {
        ObjectNode message = message();
        message.put("method", method);
        if (params != null) {
            message.putPOJO("params", params);
        }
        outlet.message(bytes(message));
    }

    /** A request of the server to the client. */
    void request(Object id, String method, Object params) {
        ObjectNode message = message();
        message.putPOJO("id", id);
        message.put("method", method);
        if (params != null) {
            message.putPOJO("params", params);
        }
        outlet.message(bytes(message));
    }

    void end() {
        outlet.end();
    }

    /** An error as a message. */
    public static byte[] bytes(JsonNode id, JSONRPCError error) {
        return bytes(message(id, error));
    }

    private static ObjectNode message(JsonNode id, JSONRPCError error) {
        ObjectNode message = message();
        message.set("id", id);
        ObjectNode shown = message.putObject("error").put("code", error.code()).put("message", error.message());
        if (error.data() != null) {
            shown.putPOJO("data", error.data());
        }
        return message;
    }

    private static ObjectNode message() {
        return Json.object().put("jsonrpc", McpSchema.JSONRPC_VERSION);
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return Json.MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
