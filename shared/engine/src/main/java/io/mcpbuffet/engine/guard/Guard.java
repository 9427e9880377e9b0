package io.mcpbuffet.engine.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a statement is one read-only query that stays inside of the catalogs, on the tree of the engine's own parser. What
 * it does not know it refuses, naming the rule.
 */
public final class Guard {
    private final SourceText source;

    private Guard(SourceText source) {
        this.source = source;
    }

    /**
     * The only statement of a tree of {@code json_serialize_sql}, with calls in method syntax written as plain calls. Base tables
     * are not judged here: whoever binds them gives each a name of its own. SQL_REJECTED or READ_ONLY otherwise.
     */
    public static ObjectNode check(JsonNode document, SourceText source) {
        JsonNode statements = document.path("statements");
        if (document.path("error").asBoolean(true) || !statements.isArray()) {
            throw Unparsed.why(document, source);
        }
        if (statements.size() != 1) {
            throw Rule.ONE_STATEMENT.broken(
                    statements.isEmpty() ? "There is no statement" : "There are " + statements.size() + " statements");
        }
        ObjectNode statement = (ObjectNode) statements.get(0);
        if (!statement.path("named_param_map").isEmpty()) {
            throw Rule.NO_PARAMETERS.broken("The statement has parameters");
        }
        new Guard(source).visit(statement);
        return statement;
    }

    private void visit(JsonNode node) {
        if (node.isArray()) {
            node.forEach(this::visit);
        } else if (node.isObject()) {
            object((ObjectNode) node);
        }
    }

    private void object(ObjectNode node) {
        judge(node);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!Grammar.FIELDS.contains(field.getKey())) {
                throw refused(
                        Rule.KNOWN_SYNTAX, node, "The part '" + field.getKey() + "' of the statement is not known");
            }
            visit(field.getValue());
        }
    }

    private void judge(ObjectNode node) {
        if (node.has("class")) {
            expression(node, node.get("class").asText());
        } else if (node.path("type").isTextual()) {
            plain(node, node.get("type").asText());
        }
    }

    private void plain(ObjectNode node, String type) {
        if (type.endsWith("_QUERY_NODE")) {
            throw refused(Rule.NO_WRITES, node, "The statement would write (" + type.replace("_QUERY_NODE", "") + ")");
        }
        if (!Grammar.NODES.contains(type)) {
            throw refused(Rule.KNOWN_SYNTAX, node, "The construct " + type + " is not known");
        }
        if (type.equals("TABLE_FUNCTION")) {
            tableFunction(node);
        }
        if (type.equals("PIVOT") && pivotsOnEnum(node)) {
            throw refused(Rule.KNOWN_SYNTAX, node, "A pivot over an enum type is not known");
        }
    }

    private static boolean pivotsOnEnum(ObjectNode node) {
        for (JsonNode pivot : node.path("pivots")) {
            if (!pivot.path("pivot_enum").asText("").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void tableFunction(ObjectNode node) {
        JsonNode function = node.path("function");
        String name = function.path("function_name").asText("");
        if (!function.path("class").asText("").equals("FUNCTION") || !FunctionList.TABLE.allows(name)) {
            throw refused(Rule.TABLE_FUNCTIONS, node, "The table function '" + name + "' may not be called");
        }
    }

    private void expression(ObjectNode node, String kind) {
        if (kind.equals("PARAMETER")) {
            throw refused(Rule.NO_PARAMETERS, node, "The statement has parameters");
        }
        String type = node.path("type").asText("");
        Set<String> types = Grammar.EXPRESSIONS.get(kind);
        if (types == null || (!types.isEmpty() && !types.contains(type))) {
            throw refused(Rule.KNOWN_SYNTAX, node, "The expression " + kind + " (" + type + ") is not known");
        }
        if (kind.equals("FUNCTION") || kind.equals("WINDOW")) {
            function(node);
        }
    }

    private void function(ObjectNode node) {
        String name = node.path("function_name").asText("");
        boolean known = FunctionList.SCALAR.allows(name) || FunctionList.TABLE.allows(name);
        if (!known) {
            LakeException refusal = refused(Rule.FUNCTIONS, node, "The function '" + name + "' may not be called");
            throw FunctionList.SCALAR
                    .nearest(name)
                    .map(near -> refusal.hint("Did you mean " + near + "? " + Rule.FUNCTIONS.advice()))
                    .orElse(refusal);
        }
        MethodCalls.plain(node);
    }

    private LakeException refused(Rule rule, ObjectNode node, String what) {
        return rule.broken(what + source.at(node));
    }
}
