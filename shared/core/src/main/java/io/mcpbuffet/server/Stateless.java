package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The revision without sessions: each request says by itself what its client is and can do.
 *
 * @param capabilities of the client
 * @param client its name and version, or a missing node
 * @param logLevel messages of the log are wanted from this level on
 */
record Stateless(JsonNode capabilities, JsonNode client, Optional<String> logLevel, Implementation server)
        implements Era {
    static final String VERSION = "2026-07-28";
    static final List<String> VERSIONS = List.of(VERSION);
    static final String DISCOVER = "server/discover";
    static final String LISTEN = "subscriptions/listen";
    static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

    static final int UNSUPPORTED_VERSION = -32022;

    private static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    private static final String CLIENT_KEY = "io.modelcontextprotocol/clientInfo";
    private static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
    private static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";

    private static final int RESOURCE_NOT_FOUND = -32002;

    /** What the revision took out. */
    private static final Set<String> REMOVED = Set.of(
            "initialize",
            "notifications/initialized",
            "ping",
            "logging/setLevel",
            "resources/subscribe",
            "resources/unsubscribe");

    private static final Set<String> CACHEABLE = Set.of(
            DISCOVER, "tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read");

    /** How long a client may keep what is a function of the configuration. */
    private static final long SURFACE_TTL = 300_000;

    /** Whether a request is of this era: it names a version, or asks what only this era has. */
    static boolean is(Incoming.Request request) {
        return meta(request).has(VERSION_KEY) || request.method().equals(DISCOVER);
    }

    static JsonNode meta(Incoming.Request request) {
        return request.params() == null
                ? Json.MAPPER.missingNode()
                : request.params().path("_meta");
    }

    /** The version that a request names; empty where it names none. */
    static String version(Incoming.Request request) {
        return meta(request).path(VERSION_KEY).asText("");
    }

    /** What is wrong with what a request says about its client. */
    static Optional<JSONRPCError> problem(Incoming.Request request) {
        JsonNode meta = meta(request);
        if (!meta.path(VERSION_KEY).isTextual()) {
            return missing(VERSION_KEY);
        }
        if (!VERSIONS.contains(version(request))) {
            return Optional.of(new JSONRPCError(
                    UNSUPPORTED_VERSION,
                    "Unsupported protocol version",
                    Map.of("supported", VERSIONS, "requested", version(request))));
        }
        if (!meta.path(CAPABILITIES_KEY).isObject()) {
            return missing(CAPABILITIES_KEY);
        }
        if (REMOVED.contains(request.method())) {
            return Optional.of(new JSONRPCError(ErrorCodes.METHOD_NOT_FOUND, "Method not found: " + request.method()));
        }
        return Optional.empty();
    }

    private static Optional<JSONRPCError> missing(String key) {
        return Optional.of(new JSONRPCError(ErrorCodes.INVALID_PARAMS, "Invalid params: _meta lacks " + key));
    }

    static Stateless of(Incoming.Request request, Implementation server) {
        JsonNode meta = meta(request);
        return new Stateless(
                meta.path(CAPABILITIES_KEY),
                meta.path(CLIENT_KEY),
                Optional.ofNullable(meta.path(LOG_LEVEL_KEY).textValue()),
                server);
    }

    @Override
    public Object result(String method, Object result) {
        if (!(Json.MAPPER.valueToTree(result) instanceof ObjectNode tree)) {
            return result;
        }
        // A tree may be one that is kept for the next answer.
        ObjectNode shown = result instanceof JsonNode ? tree.deepCopy() : tree;
        if (!shown.has("resultType")) {
            shown.put("resultType", "complete");
        }
        if (CACHEABLE.contains(method) && !shown.has("ttlMs")) {
            boolean surface = !method.equals("resources/read");
            shown.put("ttlMs", surface ? SURFACE_TTL : 0).put("cacheScope", "private");
        }
        ObjectNode meta = shown.path("_meta") instanceof ObjectNode own ? own : shown.putObject("_meta");
        meta.putPOJO(SERVER_KEY, server);
        return shown;
    }

    @Override
    public JSONRPCError error(JSONRPCError error) {
        return error.code() == RESOURCE_NOT_FOUND
                ? new JSONRPCError(ErrorCodes.INVALID_PARAMS, error.message(), error.data())
                : error;
    }

    /** No requests, since nobody could answer them; and no log where the client asks for none. */
    @Override
    public boolean admits(JSONRPCMessage message) {
        return message instanceof JSONRPCNotification notification
                && (logLevel.isPresent() || !notification.method().equals("notifications/message"));
    }
}
