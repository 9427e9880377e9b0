package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each table its alias, the last part of its name, and writes columns that are qualified by more of the name
 * ({@code sales.orders.x}) with that alias. Where an alias would stand twice beside each other, the full name is the alias.
 */
final class ColumnPrefixes {
    private final IdentityHashMap<ObjectNode, Named> tables;
    private final SourceText source;

    /** A table reference with all that may stand before its columns. */
    private record Named(Reference reference, List<String> full) {
        boolean isMeant(List<String> prefix) {
            return !reference.hasAlias() && (endsWith(full, prefix) || endsWith(reference.path(), prefix));
        }

        private static boolean endsWith(List<String> whole, List<String> end) {
            int skip = whole.size() - end.size();
            if (skip < 0) {
                return false;
            }
            for (int i = 0; i < end.size(); i++) {
                if (!whole.get(skip + i).equalsIgnoreCase(end.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The tables of one FROM, with the aliases they get, and the FROMs around it. */
    private record Frame(Map<Named, String> aliases, Frame outer) {}

    private ColumnPrefixes(IdentityHashMap<ObjectNode, Named> tables, SourceText source) {
        this.tables = tables;
        this.source = source;
    }

    static void rewrite(ObjectNode statement, Map<Reference, TableRef> resolved, SourceText source) {
        IdentityHashMap<ObjectNode, Named> tables = new IdentityHashMap<>();
        resolved.forEach((reference, table) -> {
            List<String> full = new ArrayList<>();
            full.add(table.catalog());
            full.addAll(table.namespace().levels());
            full.add(table.name());
            tables.put(reference.node(), new Named(reference, full));
        });
        ColumnPrefixes prefixes = new ColumnPrefixes(tables, source);
        IdentityHashMap<ObjectNode, String> given = new IdentityHashMap<>();
        prefixes.visit(statement, null, given);
        given.forEach((node, alias) -> node.put("alias", alias));
    }

    private void visit(JsonNode node, Frame outer, IdentityHashMap<ObjectNode, String> given) {
        Frame frame = outer;
        if (Trees.isQuery(node) && node.path("from_table").isObject()) {
            frame = frame(node.path("from_table"), outer, given);
        }
        if (node.isObject()) {
            column((ObjectNode) node, frame);
        }
        for (JsonNode child : node) {
            visit(child, frame, given);
        }
    }

    private Frame frame(JsonNode from, Frame outer, IdentityHashMap<ObjectNode, String> given) {
        List<JsonNode> siblings = new ArrayList<>();
        flatten(from, siblings);
        Map<String, Integer> uses = new HashMap<>();
        siblings.forEach(sibling -> uses.merge(alias(sibling), 1, Integer::sum));
        Map<Named, String> aliases = new HashMap<>();
        for (JsonNode sibling : siblings) {
            Named named = sibling.isObject() ? tables.get((ObjectNode) sibling) : null;
            if (named != null && !named.reference().hasAlias()) {
                boolean alone = uses.get(alias(sibling)) == 1;
                String alias = alone ? named.reference().name() : String.join(".", named.full());
                aliases.put(named, alias);
                given.put(named.reference().node(), alias);
            }
        }
        return new Frame(aliases, outer);
    }

    private static void flatten(JsonNode from, List<JsonNode> into) {
        if (Trees.isRef(from, "JOIN")) {
            flatten(from.path("left"), into);
            flatten(from.path("right"), into);
        } else {
            into.add(from);
            if (Trees.isRef(from, "PIVOT")) {
                flatten(from.path("source"), into);
            }
        }
    }

    private static String alias(JsonNode table) {
        String alias = table.path("alias").asText("");
        if (alias.isEmpty()) {
            List<String> path = Trees.path(table);
            alias = path.isEmpty()
                    ? table.path("type").asText() + "@" + System.identityHashCode(table)
                    : path.get(path.size() - 1);
        }
        return alias.toLowerCase(Locale.ROOT);
    }

    private void column(ObjectNode node, Frame frame) {
        if (Trees.isExpression(node, "COLUMN_REF")) {
            List<String> names = Trees.texts(node.path("column_names"));
            for (int length = names.size() - 1; length >= 2; length--) {
                Optional<String> alias = aliasOf(names.subList(0, length), frame, node);
                if (alias.isPresent()) {
                    ArrayNode rewritten = node.putArray("column_names").add(alias.get());
                    names.subList(length, names.size()).forEach(rewritten::add);
                    return;
                }
            }
        } else if (node.path("table").isTextual() && node.has("column")) {
            excluded(node, frame);
        }
    }

    /** A column named in {@code EXCLUDE} or {@code RENAME}. */
    private void excluded(ObjectNode node, Frame frame) {
        List<String> prefix = new ArrayList<>(List.of(
                node.path("catalog").asText(""),
                node.path("schema").asText(""),
                node.path("table").asText("")));
        prefix.removeIf(String::isEmpty);
        if (prefix.size() >= 2) {
            aliasOf(prefix, frame, node)
                    .ifPresent(
                            alias -> node.put("catalog", "").put("schema", "").put("table", alias));
        }
    }

    private Optional<String> aliasOf(List<String> prefix, Frame innermost, ObjectNode column) {
        for (Frame frame = innermost; frame != null; frame = frame.outer()) {
            List<String> meant = frame.aliases().entrySet().stream()
                    .filter(entry -> entry.getKey().isMeant(prefix))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .toList();
            if (meant.size() > 1) {
                throw Rule.SYNTAX.broken(
                        "'" + String.join(".", prefix) + "' fits " + String.join(" and ", meant) + source.at(column));
            }
            if (!meant.isEmpty()) {
                return Optional.of(meant.get(0));
            }
        }
        return Optional.empty();
    }
}
