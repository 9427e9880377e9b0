package io.mcpbuffet.server;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;

/** How answers look in the revision of the protocol that a request is in. Safe for use by many threads. */
interface Era {
    /** The revisions with {@code initialize}, to whose form the SDK holds. */
    Era STATEFUL = new Era() {};

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
