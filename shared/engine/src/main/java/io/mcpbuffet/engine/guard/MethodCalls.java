package io.mcpbuffet.engine.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes {@code a.b.upper()} as {@code upper(a.b)}. The parser cannot tell a column before the dot from a schema; here it is always a
 * column, so that no macro of an attached database is ever called by its full name.
 */
final class MethodCalls {
    private static final Set<String> OWN_SCHEMAS = Set.of("main", "pg_catalog", "system");

    private MethodCalls() {}

    static void plain(ObjectNode call) {
        List<String> path = new ArrayList<>();
        call.path("qualified_name").path("path").forEach(part -> path.add(part.asText()));
        if (path.size() < 2) {
            return;
        }
        String name = path.remove(path.size() - 1);
        path.removeIf(String::isEmpty);
        boolean own = path.stream().allMatch(part -> OWN_SCHEMAS.contains(part.toLowerCase(Locale.ROOT)));
        if (!own) {
            ArrayNode arguments = call.withArray("arguments");
            arguments.insert(0, argument(path, call.path("query_location")));
        }
        call.put("schema", "");
        call.put("catalog", "");
        call.putObject("qualified_name").putArray("path").add(name);
    }

    private static ObjectNode argument(List<String> column, JsonNode location) {
        ObjectNode argument = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        argument.put("name", "");
        ObjectNode reference = argument.putObject("expression");
        reference.put("class", "COLUMN_REF").put("type", "COLUMN_REF").put("alias", "");
        reference.set("query_location", location);
        ArrayNode names = reference.putArray("column_names");
        column.forEach(names::add);
        return argument;
    }
}
