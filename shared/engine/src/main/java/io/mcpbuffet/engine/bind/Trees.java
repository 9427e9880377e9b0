package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Shapes of the parser's tree that several steps read or make. */
final class Trees {
    private static final Set<String> QUERIES = Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE");

    private Trees() {}

    static boolean isQuery(JsonNode node) {
        return node.isObject()
                && !node.has("class")
                && QUERIES.contains(node.path("type").asText(""));
    }

    static boolean isRef(JsonNode node, String type) {
        return node.isObject()
                && !node.has("class")
                && node.path("type").asText("").equals(type);
    }

    static boolean isExpression(JsonNode node, String kind) {
        return node.path("class").asText("").equals(kind);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    static List<String> path(JsonNode node) {
        return texts(node.path("qualified_name").path("path"));
    }

    static void setPath(ObjectNode table, List<String> path) {
        int last = path.size() - 1;
        table.put("table_name", path.get(last));
        table.put("schema_name", last > 0 ? path.get(last - 1) : "");
        table.put("catalog_name", last > 1 ? path.get(0) : "");
        ArrayNode parts = table.putObject("qualified_name").putArray("path");
        path.forEach(parts::add);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode baseTable(List<String> path) {
        ObjectNode table = object();
        table.put("type", "BASE_TABLE").put("alias", "").putNull("sample");
        table.putArray("column_name_alias");
        table.putNull("at_clause");
        setPath(table, path);
        return table;
    }

    static ObjectNode select(ObjectNode from, List<ObjectNode> columns) {
        ObjectNode select = object();
        select.put("type", "SELECT_NODE").putArray("modifiers");
        select.putObject("cte_map").putArray("map");
        ArrayNode list = select.putArray("select_list");
        columns.forEach(list::add);
        select.set("from_table", from);
        select.putNull("where_clause").putArray("group_expressions");
        select.putArray("group_sets");
        select.put("aggregate_handling", "STANDARD_HANDLING");
        select.putNull("having").putNull("sample").putNull("qualify");
        return select;
    }

    static ObjectNode star() {
        ObjectNode star = object();
        star.put("class", "STAR").put("type", "STAR").put("alias", "").put("relation_name", "");
        return star;
    }

    static ObjectNode column(List<String> names) {
        ObjectNode column = object();
        column.put("class", "COLUMN_REF").put("type", "COLUMN_REF").put("alias", "");
        ArrayNode parts = column.putArray("column_names");
        names.forEach(parts::add);
        return column;
    }

    static ObjectNode empty() {
        return object().put("type", "EMPTY").put("alias", "").putNull("sample");
    }

    static ObjectNode text(String value) {
        ObjectNode constant = object();
        constant.put("class", "CONSTANT").put("type", "VALUE_CONSTANT").put("alias", "");
        constant.putObject("literal").put("kind", "STRING").put("text", value);
        return constant;
    }

    static ObjectNode cast(JsonNode child, String type) {
        ObjectNode cast = object();
        cast.put("class", "CAST").put("type", "OPERATOR_CAST").put("alias", "");
        cast.set("child", child);
        cast.put("try_cast", false);
        ObjectNode target = cast.putObject("type_expr");
        target.put("class", "TYPE").put("type", "TYPE").put("alias", "").put("type_name", type);
        target.putArray("children");
        target.putObject("qualified_name").putArray("path").add(type);
        return cast;
    }

    static ObjectNode call(String function, JsonNode argument) {
        ObjectNode call = object();
        call.put("class", "FUNCTION").put("type", "FUNCTION").put("alias", "").put("function_name", function);
        call.putNull("filter")
                .putObject("order_bys")
                .put("type", "ORDER_MODIFIER")
                .putArray("orders");
        call.put("distinct", false).put("is_operator", false);
        call.putArray("arguments").addObject().put("name", "").set("expression", argument);
        call.putObject("qualified_name").putArray("path").add(function);
        return call;
    }

    static ObjectNode call(String function, JsonNode first, JsonNode second) {
        ObjectNode call = call(function, first);
        call.withArray("arguments").addObject().put("name", "").set("expression", second);
        return call;
    }

    static ObjectNode document(JsonNode query) {
        ObjectNode document = object();
        document.put("error", false);
        ObjectNode statement = document.putArray("statements").addObject();
        statement.set("node", query);
        statement.putArray("named_param_map");
        return document;
    }
}
