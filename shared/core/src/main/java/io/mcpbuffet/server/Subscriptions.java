package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open calls of {@code subscriptions/listen}, each with the notifications that it asked for. Safe for use by many threads. */
final class Subscriptions {
    private static final Map<String, String> FILTERS = Map.of(
            "notifications/tools/list_changed", "toolsListChanged",
            "notifications/prompts/list_changed", "promptsListChanged",
            "notifications/resources/list_changed", "resourcesListChanged");

    private final Map<Call, JsonNode> filters = new ConcurrentHashMap<>();

    /** Acknowledges before any notification, and from then on leaves none out. */
    void add(Call call, JsonNode filter) {
        ObjectNode params = Json.object();
        params.set("notifications", filter);
        synchronized (call) {
            filters.put(call, filter);
            call.notify("notifications/subscriptions/acknowledged", tagged(params, call));
        }
    }

    /** Tells one of them, whatever it has asked for. */
    static void tell(Call call, String method, ObjectNode params) {
        synchronized (call) {
            call.notify(method, tagged(params, call));
        }
    }

    void remove(Call call) {
        filters.remove(call);
    }

    void notify(String method, Object params) {
        filters.forEach((call, filter) -> {
            ObjectNode shown = params == null ? Json.object() : Json.MAPPER.valueToTree(params);
            if (wanted(filter, method, shown)) {
                tell(call, method, shown);
            }
        });
    }

    private static boolean wanted(JsonNode filter, String method, JsonNode params) {
        if (method.equals("notifications/resources/updated")) {
            String uri = params.path("uri").asText();
            for (JsonNode each : filter.path("resourceSubscriptions")) {
                if (each.asText().equals(uri)) {
                    return true;
                }
            }
            return false;
        }
        String key = FILTERS.get(method);
        return key != null && filter.path(key).asBoolean();
    }

    private static ObjectNode tagged(ObjectNode params, Call call) {
        ObjectNode meta = params.path("_meta") instanceof ObjectNode own ? own : params.putObject("_meta");
        meta.set(Stateless.SUBSCRIPTION_ID, call.id());
        return params;
    }
}
