package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of one FROM, and which of their columns every row of the result has equal. Only plain joins are read: in others, such as
 * ASOF, a row that matches nothing may still decide what others match.
 */
final class JoinedTables {
    private static final Set<String> JOINS = Set.of("INNER", "LEFT", "RIGHT", "OUTER", "FULL", "SEMI");
    /** Expressions whose value depends on one row alone. */
    private static final Set<String> SIMPLE = Set.of(
            "COMPARISON", "CONJUNCTION", "OPERATOR", "BETWEEN", "COLUMN_REF", "CONSTANT", "CAST", "FUNCTION", "TYPE");

    private final ObjectNode select;
    private final Map<String, TableSource> sources;
    private final List<Table> tables = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final Set<String> aliases = new HashSet<>();

    /**
     * What stands beside others in FROM.
     *
     * @param source null for what is no table of ours
     * @param optional an outer join may put NULLs in its place
     */
    record Table(JsonNode node, String alias, TableSource source, boolean optional) {
        private List<Field> fields(String name) {
            return source instanceof TableSource.Pushable pushable
                    ? pushable.schema().stream()
                            .filter(field -> field.name().equalsIgnoreCase(name))
                            .toList()
                    : List.of();
        }

        /** Whether all its columns are known. */
        private boolean isKnown() {
            return source instanceof TableSource.Pushable;
        }
    }

    /** A column of a table, by the name that the statement gives it. */
    record Column(Table table, String name) {
        /** Empty where it is not known. */
        Optional<Field> field() {
            List<Field> fields = table.fields(name);
            return fields.size() == 1 ? Optional.of(fields.get(0)) : Optional.empty();
        }
    }

    /** Two columns; a side narrows the other where rows of the other without a match change nothing. */
    record Pair(Column left, Column right, boolean leftNarrows, boolean rightNarrows) {}

    /** A column whose rows are kept only where it equals some value of a column of other tables. */
    record Member(Column column, JoinedTables among, Column value) {}

    private JoinedTables(ObjectNode select, Map<String, TableSource> sources) {
        this.select = select;
        this.sources = sources;
    }

    /** Empty where something in the FROM is not understood, or where nothing is joined. */
    static Optional<JoinedTables> of(ObjectNode select, Map<String, TableSource> sources) {
        return read(select, sources).filter(tables -> !tables.pairs.isEmpty() || !tables.members.isEmpty());
    }

    private static Optional<JoinedTables> read(ObjectNode select, Map<String, TableSource> sources) {
        JoinedTables tables = new JoinedTables(select, sources);
        boolean plain = tables.isPlain(select.path("from_table"))
                && select.path("sample").isNull();
        if (!plain) {
            return Optional.empty();
        }
        select.path("select_list")
                .forEach(
                        item -> tables.aliases.add(item.path("alias").asText("").toLowerCase(Locale.ROOT)));
        tables.collect(select.path("from_table"), false);
        tables.joins(select.path("from_table"));
        for (JsonNode condition : tables.conjuncts(select.path("where_clause"))) {
            tables.pair(condition, tables.tables, tables.tables, true, true);
            tables.member(condition);
        }
        return Optional.of(tables);
    }

    /** {@code column IN (SELECT value FROM ...)}; whatever else the subquery asks leaves fewer values. */
    private void member(JsonNode condition) {
        JsonNode inner = condition.path("subquery").path("node");
        boolean fits = Trees.isExpression(condition, "SUBQUERY")
                && condition.path("subquery_type").asText().equals("ANY")
                && condition.path("comparison_type").asText().equals("COMPARE_EQUAL")
                && Trees.isRef(inner, "SELECT_NODE")
                && inner.path("select_list").size() == 1;
        Optional<Column> mine = fits ? column(condition.path("child")) : Optional.empty();
        if (mine.isEmpty()) {
            return;
        }
        read((ObjectNode) inner, sources)
                .ifPresent(among -> among.column(inner.path("select_list").path(0))
                        .ifPresent(value -> members.add(new Member(mine.get(), among, value))));
    }

    List<Member> members() {
        return members;
    }

    List<Pair> pairs() {
        return pairs;
    }

    /** Those of WHERE that a row of one table meets or not by itself. */
    List<JsonNode> conditions(Table table) {
        return table.optional()
                ? List.of()
                : conjuncts(select.path("where_clause")).stream()
                        .filter(condition -> isAbout(condition, table))
                        .toList();
    }

    private boolean isPlain(JsonNode from) {
        if (!Trees.isRef(from, "JOIN")) {
            return true;
        }
        String reference = from.path("ref_type").asText();
        return (reference.equals("REGULAR") || reference.equals("CROSS"))
                && JOINS.contains(from.path("join_type").asText())
                && from.path("ranking_expression").isNull()
                && isPlain(from.path("left"))
                && isPlain(from.path("right"));
    }

    private void collect(JsonNode from, boolean optional) {
        if (Trees.isRef(from, "JOIN")) {
            String type = from.path("join_type").asText();
            boolean full = type.equals("OUTER") || type.equals("FULL");
            collect(from.path("left"), optional || full || type.equals("RIGHT"));
            collect(from.path("right"), optional || full || type.equals("LEFT"));
            return;
        }
        boolean named = Trees.isRef(from, "BASE_TABLE")
                && from.path("sample").isNull()
                && from.path("column_name_alias").isEmpty();
        String alias = from.path("alias").asText("");
        tables.add(new Table(
                from, alias, named ? sources.get(from.path("table_name").asText()) : null, optional));
    }

    private List<Table> below(JsonNode from) {
        if (Trees.isRef(from, "JOIN")) {
            List<Table> all = new ArrayList<>(below(from.path("left")));
            all.addAll(below(from.path("right")));
            return all;
        }
        return tables.stream().filter(table -> table.node().equals(from)).toList();
    }

    private void joins(JsonNode from) {
        if (!Trees.isRef(from, "JOIN")) {
            return;
        }
        String type = from.path("join_type").asText();
        boolean leftNarrows = type.equals("INNER") || type.equals("LEFT") || type.equals("SEMI");
        boolean rightNarrows = type.equals("INNER") || type.equals("RIGHT") || type.equals("SEMI");
        List<Table> left = below(from.path("left"));
        List<Table> right = below(from.path("right"));
        conjuncts(from.path("condition")).forEach(condition -> pair(condition, left, right, leftNarrows, rightNarrows));
        from.path("using_columns").forEach(name -> {
            Optional<Column> mine = shared(name.asText(), left);
            Optional<Column> theirs = shared(name.asText(), right);
            if (mine.isPresent() && theirs.isPresent()) {
                pairs.add(new Pair(mine.get(), theirs.get(), leftNarrows, rightNarrows));
            }
        });
        joins(from.path("left"));
        joins(from.path("right"));
    }

    private Optional<Column> shared(String name, List<Table> among) {
        if (among.size() == 1) {
            return among.get(0).source() == null ? Optional.empty() : Optional.of(new Column(among.get(0), name));
        }
        return unqualified(name, among);
    }

    private void pair(
            JsonNode condition, List<Table> left, List<Table> right, boolean leftNarrows, boolean rightNarrows) {
        if (!condition.path("type").asText().equals("COMPARE_EQUAL")) {
            return;
        }
        Optional<Column> one = column(condition.path("left"));
        Optional<Column> other = column(condition.path("right"));
        if (one.isEmpty() || other.isEmpty()) {
            return;
        }
        if (left.contains(one.get().table()) && right.contains(other.get().table())) {
            pairs.add(new Pair(one.get(), other.get(), leftNarrows, rightNarrows));
        } else if (left.contains(other.get().table())
                && right.contains(one.get().table())) {
            pairs.add(new Pair(other.get(), one.get(), leftNarrows, rightNarrows));
        }
    }

    private Optional<Column> column(JsonNode expression) {
        if (!Trees.isExpression(expression, "COLUMN_REF")) {
            return Optional.empty();
        }
        List<String> names = Trees.texts(expression.path("column_names"));
        if (names.size() == 1) {
            return aliases.contains(names.get(0).toLowerCase(Locale.ROOT))
                    ? Optional.empty()
                    : unqualified(names.get(0), tables);
        }
        List<Table> meant = tables.stream()
                .filter(table -> table.alias().equalsIgnoreCase(names.get(0)))
                .toList();
        return names.size() == 2 && meant.size() == 1 && meant.get(0).source() != null
                ? Optional.of(new Column(meant.get(0), names.get(1)))
                : Optional.empty();
    }

    /** Only where all columns of all tables are known can it be told whose it is. */
    private static Optional<Column> unqualified(String name, List<Table> among) {
        List<Table> having =
                among.stream().filter(table -> !table.fields(name).isEmpty()).toList();
        return having.size() == 1 && among.stream().allMatch(Table::isKnown)
                ? Optional.of(new Column(having.get(0), name))
                : Optional.empty();
    }

    private List<JsonNode> conjuncts(JsonNode condition) {
        if (!condition.isObject()) {
            return List.of();
        }
        if (!condition.path("type").asText().equals("CONJUNCTION_AND")) {
            return List.of(condition);
        }
        List<JsonNode> all = new ArrayList<>();
        condition.path("children").forEach(child -> all.addAll(conjuncts(child)));
        return all;
    }

    private boolean isAbout(JsonNode node, Table table) {
        if (node.has("class") && !SIMPLE.contains(node.path("class").asText())) {
            return false;
        }
        if (Trees.isExpression(node, "COLUMN_REF")) {
            return column(node).filter(column -> column.table().equals(table)).isPresent();
        }
        for (JsonNode child : node) {
            if (!isAbout(child, table)) {
                return false;
            }
        }
        return true;
    }
}
