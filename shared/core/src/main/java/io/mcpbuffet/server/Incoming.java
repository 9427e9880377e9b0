package io.mcpbuffet.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Optional;

/** A message from the client. Parameters are null where there are none, as the SDK takes them. */
public sealed interface Incoming {
    record Request(JsonNode id, String method, JsonNode params) implements Incoming {}

    record Notification(String method, JsonNode params) implements Incoming {}

    record Response(JsonNode id, JsonNode result, JsonNode error) implements Incoming {}

    /** What is no message, and the error to answer with. */
    record Invalid(JsonNode id, int code, String text) implements Incoming {}

    /**
     * Reads one message.
     *
     * @param what the text is, for a message
     */
    static Incoming parse(String text, String what) {
        if (text.isBlank()) {
            return parseError("The " + what + " is empty");
        }
        try {
            return of(Json.parse(text));
        } catch (JsonProcessingException e) {
            // The parser's own words quote the input, which may be long or binary.
            return parseError("The " + what + " is not one JSON value");
        }
    }

    static Invalid parseError(String text) {
        return new Invalid(Outgoing.NO_ID, ErrorCodes.PARSE_ERROR, text);
    }

    private static Incoming of(JsonNode node) {
        if (node.isArray()) {
            return invalid(Outgoing.NO_ID, "Batches are not supported: send one message at a time");
        }
        JsonNode id = node.path("id");
        if (!node.isObject() || !"2.0".equals(node.path("jsonrpc").asText())) {
            return invalid(usable(id) ? id : Outgoing.NO_ID, "A message is an object with \"jsonrpc\": \"2.0\"");
        }
        if (!id.isMissingNode() && !usable(id)) {
            return invalid(Outgoing.NO_ID, "The id is neither a string nor an integer");
        }
        if (node.path("method").isTextual()) {
            return call(node, id);
        }
        if (!id.isMissingNode() && (node.has("result") || node.has("error"))) {
            return new Response(id, node.path("result"), node.path("error"));
        }
        return invalid(id.isMissingNode() ? Outgoing.NO_ID : id, "A message has a method, a result or an error");
    }

    private static Incoming call(JsonNode node, JsonNode id) {
        String method = node.path("method").textValue();
        JsonNode params =
                Optional.ofNullable(node.get("params")).filter(p -> !p.isNull()).orElse(null);
        if (params != null && !params.isObject()) {
            return new Invalid(
                    id.isMissingNode() ? Outgoing.NO_ID : id, ErrorCodes.INVALID_PARAMS, "params is not an object");
        }
        return id.isMissingNode() ? new Notification(method, params) : new Request(id, method, params);
    }

    private static boolean usable(JsonNode id) {
        return id.isTextual() || id.isIntegralNumber();
    }

    private static Invalid invalid(JsonNode id, String text) {
        return new Invalid(id, ErrorCodes.INVALID_REQUEST, text);
    }
}
