package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fields of structs with quotes in their names. DuckDB writes {@code (x)."it's"} as {@code (x)."it''s"}, which is another field, when it
 * makes a text of a tree, but writes calls of functions as they are.
 */
final class QuotedFields {
    private QuotedFields() {}

    static void rewrite(JsonNode node) {
        node.forEach(QuotedFields::rewrite);
        boolean field = Trees.isExpression(node, "OPERATOR")
                && node.path("type").asText("").equals("STRUCT_EXTRACT");
        JsonNode name = node.path("children").path(1);
        if (field && name.path("literal").path("text").asText("").contains("'")) {
            ObjectNode call = Trees.call("struct_extract", node.path("children").path(0), name);
            call.put("alias", node.path("alias").asText(""));
            ((ObjectNode) node).removeAll();
            ((ObjectNode) node).setAll(call);
        }
    }
}
