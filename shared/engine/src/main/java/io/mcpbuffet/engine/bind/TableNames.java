package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the tables that a statement names. Common table expressions get names of our own, so that no name out of the statement is
 * left for the engine to look up: were a scope read wrongly here, the statement would fail to bind instead of reaching something else.
 */
final class TableNames {
    private static final String RECURRING = "recurring";

    private final SourceText source;
    private final FreshNames fresh;
    private final List<Reference> found = new ArrayList<>();

    private TableNames(SourceText source, FreshNames fresh) {
        this.source = source;
        this.fresh = fresh;
    }

    static List<Reference> in(ObjectNode statement, SourceText source, FreshNames fresh) {
        TableNames names = new TableNames(source, fresh);
        names.visit(statement, Map.of());
        return names.found;
    }

    private void visit(JsonNode node, Map<String, String> scope) {
        if (Trees.isQuery(node)) {
            query((ObjectNode) node, scope);
        } else if (Trees.isRef(node, "BASE_TABLE")) {
            table((ObjectNode) node, scope);
        } else {
            node.forEach(child -> visit(child, scope));
        }
    }

    private void query(ObjectNode query, Map<String, String> outer) {
        Map<String, String> scope = new HashMap<>(outer);
        for (JsonNode entry : query.path("cte_map").path("map")) {
            commonTable((ObjectNode) entry, scope);
        }
        query.properties().forEach(field -> {
            if (!field.getKey().equals("cte_map")) {
                visit(field.getValue(), scope);
            }
        });
    }

    private void commonTable(ObjectNode entry, Map<String, String> scope) {
        String name = key(entry.path("key").asText());
        String own = fresh.commonTable();
        JsonNode value = entry.path("value");
        JsonNode body = value.path("query_node");
        if (body.path("type").asText("").equals("RECURSIVE_CTE_NODE")) {
            recursive((ObjectNode) body, name, own, scope);
        } else {
            visit(body, scope);
        }
        value.properties().forEach(field -> {
            if (!field.getKey().equals("query_node")) {
                visit(field.getValue(), scope);
            }
        });
        entry.put("key", own);
        scope.put(name, own);
    }

    /** The first branch does not see the table itself, the second does. */
    private void recursive(ObjectNode body, String name, String own, Map<String, String> outer) {
        Map<String, String> inner = new HashMap<>(outer);
        for (JsonNode entry : body.path("cte_map").path("map")) {
            commonTable((ObjectNode) entry, inner);
        }
        visit(body.path("left"), inner);
        inner.put(name, own);
        inner.put(RECURRING + "." + name, own);
        body.properties().forEach(field -> {
            if (!field.getKey().equals("cte_map") && !field.getKey().equals("left")) {
                visit(field.getValue(), inner);
            }
        });
        body.put("cte_name", own);
    }

    private void table(ObjectNode node, Map<String, String> scope) {
        List<String> path = Trees.path(node);
        if (path.isEmpty()) {
            throw Rule.KNOWN_SYNTAX.broken("A table has no name" + source.at(node));
        }
        String own = path.size() <= 2 ? scope.get(key(String.join(".", path))) : null;
        if (own == null || (path.size() == 2 && !path.get(0).equalsIgnoreCase(RECURRING))) {
            found.add(new Reference(node, path));
            return;
        }
        if (node.path("at_clause").isObject()) {
            throw Rule.KNOWN_SYNTAX.broken("The common table expression '" + path.get(path.size() - 1)
                    + "' has no past states for AT (...)" + source.at(node));
        }
        if (node.path("alias").asText("").isEmpty()) {
            node.put("alias", path.get(path.size() - 1));
        }
        Trees.setPath(node, path.size() == 1 ? List.of(own) : List.of(path.get(0), own));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
