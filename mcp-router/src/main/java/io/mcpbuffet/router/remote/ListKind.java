package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** What servers list. */
enum ListKind {
    TOOLS("tools/list", "tools", "name", "tools"),
    PROMPTS("prompts/list", "prompts", "name", "prompts"),
    RESOURCES("resources/list", "resources", "uri", "resources"),
    TEMPLATES("resources/templates/list", "resourceTemplates", "uriTemplate", "resources");

    private final String method;
    private final String array;
    private final String key;
    private final String capability;

    ListKind(String method, String array, String key, String capability) {
        this.method = method;
        this.array = array;
        this.key = key;
        this.capability = capability;
    }

    String method() {
        return method;
    }

    /** The member of the answer that holds the items. */
    String array() {
        return array;
    }

    /** The member of an item that tells it from others; empty for an item that has none. */
    String key(JsonNode item) {
        return item.path(key).asText();
    }

    String keyName() {
        return key;
    }

    /** Whether a server has such lists, by what it says of itself. */
    boolean offered(JsonNode self) {
        return self.path("capabilities").has(capability);
    }

    /** The notification that tells of a change. */
    String changed() {
        return "notifications/" + capability + "/list_changed";
    }

    static Optional<ListKind> of(String method) {
        return Arrays.stream(values())
                .filter(kind -> kind.method.equals(method))
                .findFirst();
    }
}
