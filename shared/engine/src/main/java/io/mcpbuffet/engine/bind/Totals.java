package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A SELECT that takes nothing of its one table but the number of rows and the least and greatest values of columns: two rows of these
 * values answer it as well, where {@code count(*)} is written as the number that it is.
 *
 * @param columns names in the schema, of which bounds are taken
 * @param filtered only some rows count
 */
public record Totals(TableSource.Scan scan, List<String> columns, boolean filtered) {
    /** Expressions that make one value of others, each for itself. */
    private static final Set<String> PLAIN =
            Set.of("CONSTANT", "CAST", "TYPE", "COMPARISON", "CONJUNCTION", "OPERATOR", "BETWEEN", "CASE");

    private static final Set<String> BOUNDS = Set.of("min", "max");
    private static final Set<String> COUNTS = Set.of("count_star", "count");

    public Totals {
        columns = List.copyOf(columns);
    }

    /** All those of a statement. */
    public static List<Totals> in(Bound bound) {
        List<Totals> found = new ArrayList<>();
        visit(bound.tree(), bound.sources(), found);
        return found;
    }

    private static void visit(JsonNode node, List<TableSource> sources, List<Totals> found) {
        if (Trees.isRef(node, "SELECT_NODE")) {
            scan(node, sources)
                    .flatMap(scan -> new Reading(node, scan).totals())
                    .ifPresent(found::add);
        }
        node.forEach(child -> visit(child, sources, found));
    }

    private static Optional<TableSource.Scan> scan(JsonNode select, List<TableSource> sources) {
        JsonNode from = select.path("from_table");
        boolean plain = Trees.isRef(from, "BASE_TABLE")
                && from.path("sample").isNull()
                && from.path("column_name_alias").isEmpty()
                && select.path("modifiers").isEmpty()
                && select.path("group_expressions").isEmpty()
                && select.path("group_sets").isEmpty()
                && select.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
                && select.path("sample").isNull()
                && select.path("qualify").isNull();
        return sources.stream()
                .filter(source -> plain && source.view().equals(view(select)))
                .filter(TableSource.Scan.class::isInstance)
                .map(TableSource.Scan.class::cast)
                .findFirst();
    }

    private static String view(JsonNode select) {
        return select.path("from_table").path("table_name").asText();
    }

    /** The statement over two rows for each of some tables, by their views, of which the numbers of rows are given. */
    public static ObjectNode rewrite(ObjectNode tree, Map<String, Long> rows) {
        ObjectNode copy = tree.deepCopy();
        replace(copy, rows);
        return copy;
    }

    private static void replace(JsonNode node, Map<String, Long> rows) {
        Long count = Trees.isRef(node, "SELECT_NODE") ? rows.get(view(node)) : null;
        if (count == null) {
            node.forEach(child -> replace(child, rows));
            return;
        }
        ObjectNode select = (ObjectNode) node;
        select.putNull("where_clause");
        for (JsonNode item : select.path("select_list")) {
            if (isCount(item) && item.path("alias").asText("").isEmpty()) {
                ((ObjectNode) item).put("alias", name(item));
            }
        }
        count(select.path("select_list"), count);
        count(select.path("having"), count);
    }

    private static void count(JsonNode node, long rows) {
        if (isCount(node)) {
            ObjectNode max = Trees.call("max", Trees.cast(Trees.text(Long.toString(rows)), "BIGINT"));
            max.set("alias", node.path("alias"));
            ((ObjectNode) node).setAll(max);
            return;
        }
        node.forEach(child -> count(child, rows));
    }

    private static boolean isCount(JsonNode node) {
        return Trees.isExpression(node, "FUNCTION")
                && COUNTS.contains(node.path("function_name").asText());
    }

    /** What the engine calls the column. */
    private static String name(JsonNode count) {
        JsonNode of = count.path("arguments").path(0).path("expression").path("literal");
        return of.isMissingNode() ? "count_star()" : "count(" + of.path("text").asText() + ")";
    }

    /** Looks whether a SELECT is of the kind. */
    private static final class Reading {
        private final JsonNode select;
        private final TableSource.Scan scan;
        private final String alias;
        private final Set<String> columns = new LinkedHashSet<>();
        private boolean aggregates;

        Reading(JsonNode select, TableSource.Scan scan) {
            this.select = select;
            this.scan = scan;
            this.alias = select.path("from_table").path("alias").asText("");
        }

        Optional<Totals> totals() {
            for (JsonNode item : select.path("select_list")) {
                boolean named = isCount(item) || !item.path("alias").asText("").isEmpty() || !hasCount(item);
                if (!named || !isPlain(item)) {
                    return Optional.empty();
                }
            }
            boolean fits = aggregates && isPlain(select.path("having")) && isOwn(select.path("where_clause"));
            boolean filtered = !select.path("where_clause").isNull();
            return fits ? Optional.of(new Totals(scan, List.copyOf(columns), filtered)) : Optional.empty();
        }

        private static boolean hasCount(JsonNode node) {
            if (isCount(node)) {
                return true;
            }
            for (JsonNode child : node) {
                if (hasCount(child)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isPlain(JsonNode node) {
            if (Trees.isExpression(node, "FUNCTION")
                    && !node.path("is_operator").asBoolean()) {
                return isAggregate(node);
            }
            return isMade(node, this::isPlain);
        }

        /** Whether an expression makes its value of nothing but its parts, which all are as they should be. */
        private static boolean isMade(JsonNode node, Predicate<JsonNode> part) {
            boolean kind = !node.has("class")
                    || Trees.isExpression(node, "FUNCTION")
                    || PLAIN.contains(node.path("class").asText());
            if (!kind || Trees.isQuery(node)) {
                return false;
            }
            for (JsonNode child : node) {
                if (!part.test(child)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isAggregate(JsonNode call) {
            String function = call.path("function_name").asText();
            JsonNode argument = call.path("arguments").path(0).path("expression");
            boolean bare = call.path("filter").isNull()
                    && call.path("order_bys").path("orders").isEmpty()
                    && call.path("qualified_name").path("path").size() == 1;
            aggregates = true;
            if (!bare) {
                return false;
            }
            if (BOUNDS.contains(function)) {
                Optional<Field> column = column(argument);
                column.ifPresent(field -> columns.add(field.name()));
                return call.path("arguments").size() == 1 && column.isPresent();
            }
            boolean constant = Trees.isExpression(argument, "CONSTANT")
                    && argument.path("literal").path("kind").asText().equals("INTEGER");
            return COUNTS.contains(function)
                    && !call.path("distinct").asBoolean()
                    && (call.path("arguments").isEmpty()
                            || (call.path("arguments").size() == 1 && constant));
        }

        private Optional<Field> column(JsonNode expression) {
            List<String> names = Trees.texts(expression.path("column_names"));
            boolean mine = Trees.isExpression(expression, "COLUMN_REF")
                    && (names.size() == 1 || (names.size() == 2 && names.get(0).equalsIgnoreCase(alias)));
            String name = mine ? names.get(names.size() - 1) : "";
            List<Field> fields = scan.scan().schema().stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .toList();
            return fields.size() == 1 ? Optional.of(fields.get(0)) : Optional.empty();
        }

        /** Whether a condition is about the table alone, row by row. */
        private boolean isOwn(JsonNode node) {
            return Trees.isExpression(node, "COLUMN_REF") ? column(node).isPresent() : isMade(node, this::isOwn);
        }
    }
}
