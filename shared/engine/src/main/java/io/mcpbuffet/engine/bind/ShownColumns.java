package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.engine.scan.ShownNames;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names columns as the engine has them where that is not what the table has: names that differ in case only, which the engine would
 * take for one; and columns of metadata, which no star stands for.
 */
final class ShownColumns {
    private final IdentityHashMap<JsonNode, List<RowMetadata>> metadata = new IdentityHashMap<>();
    private final IdentityHashMap<JsonNode, Item> tables = new IdentityHashMap<>();
    private final TwinNames twins = new TwinNames();
    private final Set<JsonNode> results = Collections.newSetFromMap(new IdentityHashMap<>());
    private final SourceText source;

    /**
     * Something in a FROM.
     *
     * @param own what the engine calls columns of a table whose names differ in case only
     * @param names of all columns in small letters; empty where they are not known
     * @param passes whether it may pass on columns of such a table
     */
    private record Item(Map<String, String> own, Set<String> names, boolean passes) {
        boolean hasTwin(String name) {
            return own.keySet().stream().anyMatch(name::equalsIgnoreCase);
        }
    }

    /** What one FROM has, by the aliases there, and those around it. */
    private record Frame(Map<String, List<RowMetadata>> metadata, Map<String, Item> items, Optional<Frame> outer) {
        static final Frame NONE = new Frame(Map.of(), Map.of(), Optional.empty());
    }

    private ShownColumns(IdentityHashMap<ObjectNode, TableSource> sources, SourceText source) {
        this.source = source;
        sources.forEach((node, table) -> {
            if (table instanceof TableSource.Scan scan) {
                if (!scan.metadata().isEmpty()) {
                    metadata.put(node, scan.metadata());
                }
                List<String> names = scan.schema().stream().map(Field::name).toList();
                Set<String> known = new HashSet<>();
                names.forEach(name -> known.add(key(name)));
                tables.put(node, new Item(twins.add(names), known, false));
            }
        });
    }

    /** Rewrites in place; the tables have their aliases by now. */
    static void rewrite(ObjectNode statement, IdentityHashMap<ObjectNode, TableSource> sources, SourceText source) {
        ShownColumns columns = new ShownColumns(sources, source);
        if (!columns.metadata.isEmpty() || !columns.twins.isNone()) {
            columns.visit(statement, Frame.NONE);
        }
    }

    /** Columns of metadata that a statement names. */
    static List<RowMetadata> named(JsonNode statement) {
        Set<String> names = new HashSet<>();
        collect(statement, names);
        return RowMetadata.among(names);
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (Trees.isExpression(node, "COLUMN_REF")) {
            names.addAll(Trees.texts(node.path("column_names")));
        }
        node.forEach(child -> collect(child, names));
    }

    /** Names of a table that are not what they seem, for a warning; empty where all are. */
    static List<String> renamed(TableSource.Scan scan) {
        List<String> names = scan.schema().stream().map(Field::name).toList();
        List<String> given = ShownNames.of(names);
        List<String> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(given.get(i))) {
                renamed.add(names.get(i) + " is " + given.get(i));
            }
        }
        return renamed;
    }

    private void visit(JsonNode node, Frame outer) {
        Frame frame = Trees.isQuery(node) && node.has("from_table") ? frame(node.path("from_table"), outer) : outer;
        if (Trees.isQuery(node) && !twins.isNone()) {
            sort(node, frame);
        }
        if (Trees.isExpression(node, "STAR")) {
            exclude((ObjectNode) node, frame);
            twins.exclude((ObjectNode) node, source);
        } else if (Trees.isExpression(node, "COLUMN_REF")) {
            column((ObjectNode) node, frame);
        }
        node.forEach(child -> visit(child, frame));
    }

    private Frame frame(JsonNode from, Frame outer) {
        Map<String, List<RowMetadata>> here = new HashMap<>();
        Map<String, Item> items = new LinkedHashMap<>();
        tables(from, here, items);
        return new Frame(here, items, Optional.of(outer));
    }

    private void tables(JsonNode from, Map<String, List<RowMetadata>> here, Map<String, Item> items) {
        if (Trees.isRef(from, "JOIN")) {
            int before = here.size();
            tables(from.path("left"), here, items);
            tables(from.path("right"), here, items);
            boolean alike = items.values().stream().anyMatch(item -> !item.own().isEmpty());
            boolean natural = from.path("ref_type").asText().equals("NATURAL");
            if (natural && (here.size() > before || alike)) {
                throw Rule.KNOWN_SYNTAX
                        .broken("A NATURAL JOIN goes by names that are not those of the table alone" + source.at(from))
                        .hint("Write JOIN ... USING or ON");
            }
            Trees.texts(from.path("using_columns")).stream()
                    .filter(twins::has)
                    .findFirst()
                    .ifPresent(name -> {
                        throw Rule.KNOWN_SYNTAX
                                .broken("USING goes by names without their case, and '" + name
                                        + "' differs in case only" + source.at(from))
                                .hint("Write JOIN ... ON");
                    });
            return;
        }
        String alias = key(from.path("alias").asText(""));
        if (metadata.containsKey(from)) {
            here.put(alias, metadata.get(from));
        }
        if (!Trees.isRef(from, "EMPTY")) {
            Item item = tables.get(from);
            boolean renamed = !from.path("column_name_alias").isEmpty();
            items.put(
                    alias.isEmpty() ? " " + items.size() : alias,
                    item == null || renamed ? new Item(Map.of(), Set.of(), passes(from)) : item);
        }
    }

    /** Names of common tables and views stand for what is not looked into. */
    private boolean passes(JsonNode node) {
        Item table = tables.get(node);
        if (table != null || Trees.isRef(node, "BASE_TABLE")) {
            return table == null || !table.own().isEmpty();
        }
        for (JsonNode child : node) {
            if (passes(child)) {
                return true;
            }
        }
        return false;
    }

    private static void exclude(ObjectNode star, Frame frame) {
        String relation = key(star.path("relation_name").asText(""));
        frame.metadata().forEach((alias, columns) -> {
            if (relation.isEmpty()) {
                ArrayNode excluded = star.withArray("qualified_exclude_list");
                columns.forEach(column -> excluded.addObject()
                        .put("catalog", "")
                        .put("schema", "")
                        .put("table", alias)
                        .put("column", column.column()));
            } else if (relation.equals(alias)) {
                ArrayNode excluded = star.withArray("exclude_list");
                columns.forEach(column -> excluded.add(column.column()));
            }
        });
    }

    private void column(ObjectNode node, Frame frame) {
        List<String> names = Trees.texts(node.path("column_names"));
        if (results.contains(node) || names.stream().limit(2).noneMatch(twins::has)) {
            return;
        }
        Optional<Item> qualifier = names.size() == 1 ? Optional.empty() : item(key(names.get(0)), frame);
        int at = qualifier.isPresent() ? 1 : 0;
        String name = names.get(at);
        if (!twins.has(name)) {
            return;
        }
        Optional<String> own = qualifier.isPresent() ? of(qualifier.get(), name, node) : unqualified(name, frame, node);
        own.ifPresent(found -> rename(node, names, at, found));
    }

    private static void rename(ObjectNode node, List<String> names, int at, String own) {
        ArrayNode rewritten = node.putArray("column_names");
        for (int i = 0; i < names.size(); i++) {
            rewritten.add(i == at ? own : names.get(i));
        }
        boolean last = at == names.size() - 1;
        if (last && !own.equals(names.get(at)) && node.path("alias").asText("").isEmpty()) {
            node.put("alias", names.get(at));
        }
    }

    private static Optional<Item> item(String alias, Frame frame) {
        for (Optional<Frame> at = Optional.of(frame);
                at.isPresent();
                at = at.get().outer()) {
            if (at.get().items().containsKey(alias)) {
                return Optional.of(at.get().items().get(alias));
            }
        }
        return Optional.empty();
    }

    /** What the engine calls a column of an item; empty where it stays as it is. */
    private Optional<String> of(Item item, String name, JsonNode node) {
        if (item.hasTwin(name)) {
            return Optional.of(
                    Optional.ofNullable(item.own().get(name)).orElseThrow(() -> twins.unclear(name, source.at(node))));
        }
        if (item.passes() && !twins.isOwn(name)) {
            throw twins.unclear(name, source.at(node));
        }
        return Optional.empty();
    }

    /** The innermost FROM that has the name has the column. */
    private Optional<String> unqualified(String name, Frame innermost, JsonNode node) {
        for (Optional<Frame> at = Optional.of(innermost);
                at.isPresent();
                at = at.get().outer()) {
            Collection<Item> items = at.get().items().values();
            Set<String> found = new HashSet<>();
            items.stream()
                    .filter(item -> item.hasTwin(name))
                    .forEach(item -> found.add(item.own().getOrDefault(name, "")));
            found.remove("");
            if (found.size() == 1) {
                return Optional.of(found.iterator().next());
            }
            if (items.stream().anyMatch(item -> item.hasTwin(name))) {
                throw twins.unclear(name, source.at(node));
            }
            if (items.stream().anyMatch(item -> item.names().contains(key(name)))) {
                return Optional.empty();
            }
            if (items.stream().anyMatch(item -> item.names().isEmpty())) {
                break;
            }
        }
        if (!twins.isOwn(name)) {
            throw twins.unclear(name, source.at(node));
        }
        return Optional.empty();
    }

    /**
     * To sort by, and to filter groups by, the engine takes a column of the result before one of a table, whatever the case of its
     * name.
     */
    private void sort(JsonNode query, Frame frame) {
        List<ObjectNode> names = new ArrayList<>();
        List.of("modifiers", "having", "qualify").forEach(part -> loose(query.path(part), names));
        for (ObjectNode node : names) {
            String name = node.path("column_names").get(0).asText();
            List<String> same = new ArrayList<>();
            boolean given = false;
            for (JsonNode column : query.path("select_list")) {
                if (TwinNames.shown(column).equalsIgnoreCase(name)) {
                    same.add(TwinNames.shown(column));
                    given |= !column.path("alias").asText("").isEmpty();
                }
            }
            boolean one = same.stream().allMatch(name::equals);
            if (given && one && isSorted(query, node)) {
                results.add(node);
            } else if (given || !query.has("select_list") || !(qualify(node, name, frame) || one)) {
                throw twins.unclear(name, source.at(node));
            }
        }
    }

    private static boolean isSorted(JsonNode query, JsonNode by) {
        Set<JsonNode> sorted = Collections.newSetFromMap(new IdentityHashMap<>());
        for (JsonNode modifier : query.path("modifiers")) {
            modifier.path("orders").forEach(order -> sorted.add(order.path("expression")));
        }
        return sorted.contains(by);
    }

    /** Columns without a table before them. What is inside of subqueries has a FROM of its own. */
    private void loose(JsonNode node, List<ObjectNode> found) {
        boolean column = Trees.isExpression(node, "COLUMN_REF");
        if (column
                && node.path("column_names").size() == 1
                && twins.has(node.path("column_names").get(0).asText())) {
            found.add((ObjectNode) node);
        }
        if (!Trees.isQuery(node)) {
            node.forEach(child -> loose(child, found));
        }
    }

    private static boolean qualify(ObjectNode node, String name, Frame frame) {
        List<String> having = new ArrayList<>();
        frame.items().forEach((alias, item) -> {
            if (item.own().containsKey(name)) {
                having.add(alias);
            }
        });
        if (having.size() == 1) {
            node.putArray("column_names").add(having.get(0)).add(name);
        }
        return having.size() == 1;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
