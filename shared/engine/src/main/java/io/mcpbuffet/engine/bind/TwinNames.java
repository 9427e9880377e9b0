package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.scan.ShownNames;
import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names of columns that differ in case only, of all tables of a statement, and what the engine calls each. */
final class TwinNames {
    private final Map<String, Set<String>> owns = new TreeMap<>();
    private final Set<String> keys = new HashSet<>();

    /** Those among the columns of a table, with what the engine calls them there. */
    Map<String, String> add(List<String> columns) {
        List<String> given = ShownNames.of(columns);
        Map<String, Integer> uses = new HashMap<>();
        columns.forEach(name -> uses.merge(key(name), 1, Integer::sum));
        Map<String, String> own = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            if (uses.get(key(name)) > 1) {
                own.put(name, given.get(i));
                owns.computeIfAbsent(name, any -> new TreeSet<>()).add(given.get(i));
                keys.add(key(name));
            }
        }
        return own;
    }

    boolean isNone() {
        return keys.isEmpty();
    }

    /** Whether it is one, or differs from one in case only. */
    boolean has(String name) {
        return keys.contains(key(name));
    }

    /** Whether the engine calls it the same wherever it is one. */
    boolean isOwn(String name) {
        return Set.of(name).equals(owns.get(name));
    }

    /** What a column of a query is called around it, as far as it can be told. */
    static String shown(JsonNode column) {
        String alias = column.path("alias").asText("");
        JsonNode names = column.path("column_names");
        return alias.isEmpty() && !names.isEmpty() ? names.get(names.size() - 1).asText() : alias;
    }

    /** A star is without the columns that are meant, not without the first that is called like them in another case. */
    void exclude(ObjectNode star, SourceText source) {
        String at = source.at(star);
        ArrayNode excluded = star.withArray("exclude_list");
        for (int i = 0; i < excluded.size(); i++) {
            if (excluded.get(i).isTextual() && has(excluded.get(i).asText())) {
                excluded.set(i, excluded.textNode(only(excluded.get(i).asText(), at)));
            }
        }
        for (JsonNode each : star.path("qualified_exclude_list")) {
            if (has(each.path("column").asText())) {
                ((ObjectNode) each).put("column", only(each.path("column").asText(), at));
            }
        }
        List<String> changed = new ArrayList<>(star.path("replace_list").findValuesAsText("key"));
        changed.addAll(star.path("rename_list").findValuesAsText("column"));
        changed.stream().filter(this::has).findFirst().ifPresent(name -> {
            throw unclear(name, at);
        });
    }

    private String only(String name, String at) {
        Set<String> own = owns.getOrDefault(name, Set.of());
        if (own.size() != 1) {
            throw unclear(name, at);
        }
        return own.iterator().next();
    }

    LakeException unclear(String name, String at) {
        List<String> fitting = owns.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(entry -> '"' + entry.getKey() + "\" as " + String.join(" or ", entry.getValue()))
                .toList();
        return Rule.SYNTAX
                .broken("'" + name + "' is not clear: names differ in case only" + at)
                .hint("Beside the table itself write " + String.join(", ", fitting));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
