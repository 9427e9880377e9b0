package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.tool.Untrusted;
import java.util.Set;
import java.util.TreeMap;

/** Definitions of other servers as they are shown, and as they are compared. */
final class Cleaned {
    /** What a model or a person reads; all else is for programs. */
    private static final Set<String> READ = Set.of("description", "title");

    private Cleaned() {}

    /** The same with hidden characters of its texts shown as escapes, at every depth. */
    static ObjectNode definition(ObjectNode definition) {
        return (ObjectNode) cleaned(definition);
    }

    private static JsonNode cleaned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode out = Json.object();
            object.properties().forEach(field -> {
                JsonNode value = field.getValue();
                boolean text = value.isTextual() && READ.contains(field.getKey());
                out.set(field.getKey(), text ? TextNode.valueOf(Untrusted.show(value.textValue())) : cleaned(value));
            });
            return out;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode out = Json.MAPPER.createArrayNode();
            array.forEach(item -> out.add(cleaned(item)));
            return out;
        }
        return node;
    }

    /** SHA-256 of a definition, whatever the order of its members. */
    static String hash(JsonNode definition) {
        StringBuilder text = new StringBuilder();
        canonical(definition, text);
        return ExposedName.hash(text.toString());
    }

    private static void canonical(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(field -> members.put(field.getKey(), field.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                out.append(TextNode.valueOf(name)).append(':');
                canonical(value, out);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(item -> {
                canonical(item, out);
                out.append(',');
            });
            out.append(']');
        } else {
            out.append(node);
        }
    }
}
