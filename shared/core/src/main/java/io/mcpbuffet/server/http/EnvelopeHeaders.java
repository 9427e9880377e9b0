package io.mcpbuffet.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.Incoming;
import io.mcpbuffet.server.Revisions;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Compares what a request's headers say with what its body says, so that nothing in between can be told another story. */
final class EnvelopeHeaders {
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final String ENCODED = "=?base64?";

    /** Where the body has the name that stands in the header. */
    private static final Map<String, String> NAMES =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private EnvelopeHeaders() {}

    static Optional<JSONRPCError> problem(Exchange exchange, Incoming.Request request) {
        Optional<String> version = exchange.header(StreamableEndpoint.VERSION);
        boolean stateless = Revisions.isStateless(request) || Revisions.isStateless(version.orElse(""));
        if (!stateless) {
            return version.filter(v -> !Revisions.isStateful(v))
                    .map(v -> new JSONRPCError(
                            ErrorCodes.INVALID_REQUEST,
                            "The header MCP-Protocol-Version is '" + abbreviated(v) + "', which is not known"));
        }
        if (version.isEmpty()) {
            return mismatch("The header " + StreamableEndpoint.VERSION + " is missing");
        }
        String named = Revisions.version(request);
        if (named.isEmpty()) {
            // What the body lacks is told by who reads it.
            return Optional.empty();
        }
        if (!named.equals(version.get())) {
            return mismatch(StreamableEndpoint.VERSION, version.get(), named);
        }
        return Revisions.isStateless(named) ? names(exchange, request) : Optional.empty();
    }

    private static Optional<JSONRPCError> names(Exchange exchange, Incoming.Request request) {
        Optional<String> method = exchange.header(METHOD);
        if (!method.equals(Optional.of(request.method()))) {
            return mismatch(METHOD, method.orElse(""), request.method());
        }
        String member = NAMES.get(request.method());
        JsonNode name = member == null ? null : request.params().get(member);
        if (name == null || !name.isTextual()) {
            return Optional.empty();
        }
        Optional<String> header = exchange.header(NAME);
        if (!header.flatMap(EnvelopeHeaders::decoded).equals(Optional.of(name.asText()))) {
            return mismatch(NAME, header.orElse(""), name.asText());
        }
        return Optional.empty();
    }

    /** Empty where it claims to be encoded and is not. */
    private static Optional<String> decoded(String text) {
        if (!text.startsWith(ENCODED) || !text.endsWith("?=") || text.length() < ENCODED.length() + 2) {
            return Optional.of(text);
        }
        String encoded = text.substring(ENCODED.length(), text.length() - 2);
        if (encoded.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JSONRPCError> mismatch(String header, String given, String body) {
        return mismatch(
                "The header " + header + " is '" + abbreviated(given) + "', the body says '" + abbreviated(body) + "'");
    }

    private static Optional<JSONRPCError> mismatch(String text) {
        return Optional.of(new JSONRPCError(Revisions.HEADER_MISMATCH, text));
    }

    private static String abbreviated(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
