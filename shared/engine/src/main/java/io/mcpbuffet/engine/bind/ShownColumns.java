package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.engine.scan.ShownNames;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names columns as the engine has them where that is not what the table has: names that differ in case only, which the engine would
 * take for one; and columns of metadata, which no star stands for.
 */
final class ShownColumns {
    private final IdentityHashMap<JsonNode, List<RowMetadata>> metadata = new IdentityHashMap<>();
    private final Set<JsonNode> twins = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> shown = new HashMap<>();
    private final Set<String> alike = new HashSet<>();
    private final SourceText source;

    /** The tables of one FROM that need care, by the alias they have. */
    private record Frame(Map<String, List<RowMetadata>> metadata, Set<String> twins) {
        static final Frame NONE = new Frame(Map.of(), Set.of());
    }

    private ShownColumns(IdentityHashMap<ObjectNode, TableSource> sources, SourceText source) {
        this.source = source;
        sources.forEach((node, table) -> {
            if (table instanceof TableSource.Scan scan) {
                if (!scan.metadata().isEmpty()) {
                    metadata.put(node, scan.metadata());
                }
                if (addTwins(scan)) {
                    twins.add(node);
                }
            }
        });
    }

    /** Rewrites in place; the tables have their aliases by now. */
    static void rewrite(ObjectNode statement, IdentityHashMap<ObjectNode, TableSource> sources, SourceText source) {
        ShownColumns columns = new ShownColumns(sources, source);
        if (!columns.metadata.isEmpty() || !columns.twins.isEmpty()) {
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

    private boolean addTwins(TableSource.Scan scan) {
        List<String> names = scan.schema().stream().map(Field::name).toList();
        List<String> given = ShownNames.of(names);
        Map<String, Integer> uses = new HashMap<>();
        names.forEach(name -> uses.merge(key(name), 1, Integer::sum));
        boolean found = false;
        for (int i = 0; i < names.size(); i++) {
            if (uses.get(key(names.get(i))) > 1) {
                shown.put(names.get(i), given.get(i));
                alike.add(key(names.get(i)));
                found = true;
            }
        }
        return found;
    }

    private void visit(JsonNode node, Frame outer) {
        Frame frame = Trees.isQuery(node) && node.has("from_table") ? frame(node.path("from_table")) : outer;
        if (Trees.isExpression(node, "STAR")) {
            exclude((ObjectNode) node, frame);
        } else if (Trees.isExpression(node, "COLUMN_REF")) {
            column((ObjectNode) node, frame);
        }
        node.forEach(child -> visit(child, frame));
    }

    private Frame frame(JsonNode from) {
        Map<String, List<RowMetadata>> here = new HashMap<>();
        Set<String> alikeHere = new HashSet<>();
        tables(from, here, alikeHere);
        return new Frame(here, alikeHere);
    }

    private void tables(JsonNode from, Map<String, List<RowMetadata>> here, Set<String> alikeHere) {
        if (Trees.isRef(from, "JOIN")) {
            int before = here.size();
            tables(from.path("left"), here, alikeHere);
            tables(from.path("right"), here, alikeHere);
            boolean natural = from.path("ref_type").asText().equals("NATURAL");
            if (natural && (here.size() > before || !alikeHere.isEmpty())) {
                throw Rule.KNOWN_SYNTAX
                        .broken("A NATURAL JOIN goes by names that are not those of the table alone" + source.at(from))
                        .hint("Write JOIN ... USING or ON");
            }
            return;
        }
        String alias = key(from.path("alias").asText(""));
        if (metadata.containsKey(from)) {
            here.put(alias, metadata.get(from));
        }
        if (twins.contains(from)) {
            alikeHere.add(alias);
        }
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
        int at = names.size() > 1 && !alike.contains(key(names.get(0))) ? 1 : 0;
        String name = names.isEmpty() ? "" : names.get(at);
        if (!alike.contains(key(name))) {
            return;
        }
        String own = shown.get(name);
        boolean here = at == 1
                ? frame.twins().contains(key(names.get(0)))
                : !frame.twins().isEmpty();
        if (own == null || (!here && !own.equals(name))) {
            throw unclear(node, name);
        }
        ArrayNode rewritten = node.putArray("column_names");
        for (int i = 0; i < names.size(); i++) {
            rewritten.add(i == at ? own : names.get(i));
        }
        if (!own.equals(name) && node.path("alias").asText("").isEmpty()) {
            node.put("alias", name);
        }
    }

    private LakeException unclear(ObjectNode node, String name) {
        List<String> fitting = shown.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(entry -> '"' + entry.getKey() + "\" as " + entry.getValue())
                .sorted()
                .toList();
        return Rule.SYNTAX
                .broken("'" + name + "' is not clear: names differ in case only" + source.at(node))
                .hint("Beside the table itself write " + String.join(", ", fitting));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
