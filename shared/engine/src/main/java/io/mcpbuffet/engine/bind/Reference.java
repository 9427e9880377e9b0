package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A table named in FROM that is no common table expression. Two references are never equal, even to one table. */
final class Reference {
    private final ObjectNode node;
    private final List<String> path;

    /**
     * Names a table.
     *
     * @param node the base table in the tree, to be rewritten in place
     * @param path the parts of the name as written
     */
    Reference(ObjectNode node, List<String> path) {
        this.node = node;
        this.path = List.copyOf(path);
    }

    ObjectNode node() {
        return node;
    }

    List<String> path() {
        return path;
    }

    boolean hasAlias() {
        return !node.path("alias").asText("").isEmpty();
    }

    String name() {
        return path.get(path.size() - 1);
    }
}
