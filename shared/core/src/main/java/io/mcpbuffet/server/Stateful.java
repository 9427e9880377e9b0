package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;

/**
 * The revisions with {@code initialize}, in which a client says once what it can do, and to whose form the SDK holds.
 *
 * @param capabilities of the client
 */
record Stateful(JsonNode capabilities) implements Era {
    /** A client that has not said yet what it can do. */
    static final Era UNKNOWN = new Stateful(Json.object());

    /** Of a client that asks to be initialized. */
    static Era of(Incoming.Request initialize) {
        JsonNode params = initialize.params() == null ? Json.object() : initialize.params();
        return new Stateful(params.path("capabilities"));
    }
}
