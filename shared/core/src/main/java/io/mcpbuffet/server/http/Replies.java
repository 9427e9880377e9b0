package io.mcpbuffet.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.Incoming;
import io.mcpbuffet.server.Outgoing;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import org.eclipse.jetty.http.HttpHeader;

/** Refusals, each with a JSON-RPC error that says what to do. */
final class Replies {
    private Replies() {}

    static void error(Exchange exchange, int status, JsonNode id, JSONRPCError error) {
        exchange.answer(status, Exchange.JSON, Outgoing.bytes(id, error));
    }

    static void error(Exchange exchange, int status, int code, String text) {
        error(exchange, status, Outgoing.NO_ID, new JSONRPCError(code, text));
    }

    static void error(Exchange exchange, int status, Incoming.Invalid invalid) {
        error(exchange, status, invalid.id(), new JSONRPCError(invalid.code(), invalid.text()));
    }

    static void notAllowed(Exchange exchange, String methods) {
        exchange.response().getHeaders().put(HttpHeader.ALLOW, methods);
        error(exchange, 405, ErrorCodes.INVALID_REQUEST, "This path takes " + methods);
    }
}
