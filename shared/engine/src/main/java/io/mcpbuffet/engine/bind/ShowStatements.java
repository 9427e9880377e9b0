package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import java.util.List;

/** Writes SHOW in its forms as DESCRIBE of a table, or as a read of the listings that {@link SystemTables} answers. */
final class ShowStatements {
    private ShowStatements() {}

    static void rewrite(JsonNode node, SourceText source) {
        if (Trees.isRef(node, "SHOW_REF") && !node.path("query").isObject()) {
            show((ObjectNode) node, source);
        }
        node.forEach(child -> rewrite(child, source));
    }

    private static void show(ObjectNode node, SourceText source) {
        List<String> path = Trees.path(node);
        switch (node.path("show_type").asText("")) {
            case "SHOW", "DESCRIBE" -> {
                node.put("show_type", "DESCRIBE");
                node.set("query", Trees.select(Trees.baseTable(path), List.of(Trees.star())));
                Trees.setPath(node, List.of(""));
            }
            case "SUMMARY" -> {
                node.set("query", Trees.select(Trees.baseTable(path), List.of(Trees.star())));
                Trees.setPath(node, List.of(""));
            }
            case "SHOW_SPECIAL" -> listing(node, SystemTables.special(path, source.at(node)));
            case "SHOW_FROM" -> listing(node, SystemTables.tablesFrom(path));
            default -> throw Rule.KNOWN_SYNTAX.broken("This form of SHOW is not known" + source.at(node));
        }
    }

    private static void listing(ObjectNode node, List<String> path) {
        String alias = node.path("alias").asText("");
        node.removeAll();
        node.setAll(Trees.baseTable(path));
        node.put("alias", alias);
    }
}
