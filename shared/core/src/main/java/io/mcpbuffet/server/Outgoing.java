package io.mcpbuffet.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages, each whole and on its own line. Safe for use by many threads. */
final class Outgoing {
    static final JsonNode NO_ID = NullNode.getInstance();

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final OutputStream out;
    private final Object lock = new Object();
    private volatile boolean broken;

    Outgoing(OutputStream out) {
        this.out = out;
    }

    /** Whether the reader of the stream is gone. */
    boolean broken() {
        return broken;
    }

    void result(JsonNode id, Object result) {
        ObjectNode message = message();
        message.set("id", id);
        message.putPOJO("result", result);
        write(message);
    }

    void error(JsonNode id, int code, String text) {
        ObjectNode message = message();
        message.set("id", id);
        message.putObject("error").put("code", code).put("message", text);
        write(message);
    }

    /** The text of an exception, which is what the SDK gives with this code, stays inside. */
    void error(JsonNode id, JSONRPCError error) {
        if (error.code() == McpSchema.ErrorCodes.INTERNAL_ERROR) {
            LOG.error("A request failed inside: {}", error.message());
            error(id, error.code(), "Internal error");
            return;
        }
        ObjectNode message = message();
        message.set("id", id);
        ObjectNode shown = message.putObject("error").put("code", error.code()).put("message", error.message());
        if (error.data() != null) {
            shown.putPOJO("data", error.data());
        }
        write(message);
    }

    void notification(String method, Object params) {
        ObjectNode message = message();
        message.put("method", method);
        if (params != null) {
            message.putPOJO("params", params);
        }
        write(message);
    }

    /** A request of the server to the client. */
    void request(Object id, String method, Object params) {
        ObjectNode message = message();
        message.putPOJO("id", id);
        message.put("method", method);
        if (params != null) {
            message.putPOJO("params", params);
        }
        write(message);
    }

    private static ObjectNode message() {
        return Json.object().put("jsonrpc", McpSchema.JSONRPC_VERSION);
    }

    private void write(ObjectNode message) {
        byte[] line = line(message);
        synchronized (lock) {
            if (broken) {
                return;
            }
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                broken = true;
                LOG.warn("The client does not read any more: {}", e.getMessage());
            }
        }
    }

    private static byte[] line(ObjectNode message) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(message);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
