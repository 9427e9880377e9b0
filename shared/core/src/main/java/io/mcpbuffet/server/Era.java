package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;

/** How answers look in the revision of the protocol that a request is in. Safe for use by many threads. */
interface Era {
    /** What the client can do; a missing node where it does not say. */
    JsonNode capabilities();

    default Object result(String method, Object result) {
        return result;
    }

    default JSONRPCError error(JSONRPCError error) {
        return error;
    }

    /** Whether a message may be sent beside the answer. */
    default boolean admits(JSONRPCMessage message) {
        return true;
    }
}
