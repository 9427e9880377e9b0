package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.RowsRelation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts queries into a statement where it names the views that they would be. The engine opens files to make a view, and again to read
 * it. For one statement.
 */
final class InlineViews {
    /** Longer texts take longer to parse again than a view does to be made. */
    private static final int MAX_CHARACTERS = 2_000_000;

    private final Map<String, String> selects = new HashMap<>();
    private final Set<String> shown = new HashSet<>();
    private int characters;

    /** The text of a tree. */
    @FunctionalInterface
    interface Writer {
        String text(JsonNode tree) throws SQLException;
    }

    private InlineViews(JsonNode tree) {
        findShown(tree, false);
    }

    /** Empty where something else than the statement reads views. */
    static Optional<InlineViews> of(Job job) {
        boolean read = job.relations().stream()
                .anyMatch(relation ->
                        relation instanceof RowsRelation rows && rows.keys().areWanted());
        return read ? Optional.empty() : Optional.of(new InlineViews(job.tree()));
    }

    /** What stands in a column without a name is part of its name, which is the column's text. */
    private void findShown(JsonNode node, boolean nameless) {
        if (isTable(node) && nameless) {
            shown.add(node.path("table_name").asText());
        }
        node.path("select_list")
                .forEach(column -> findShown(
                        column, nameless || column.path("alias").asText("").isEmpty()));
        if (node.isArray()) {
            node.forEach(child -> findShown(child, nameless));
        }
        node.properties().forEach(field -> {
            if (!field.getKey().equals("select_list")) {
                findShown(field.getValue(), nameless);
            }
        });
    }

    /** Whether the query is in the place of a view; one has to be made where it is not. */
    boolean add(String view, String select) {
        if (shown.contains(view) || characters + select.length() > MAX_CHARACTERS) {
            return false;
        }
        characters += select.length();
        selects.put(view, select);
        return true;
    }

    /** The query in the place of a view; empty where there is a view. */
    Optional<String> select(String view) {
        return Optional.ofNullable(selects.get(view));
    }

    /** Changes the names in the tree. */
    String into(JsonNode tree, Writer writer) throws SQLException {
        if (selects.isEmpty()) {
            return writer.text(tree);
        }
        String marker = unused(tree.toString().toLowerCase(Locale.ROOT));
        List<String> used = new ArrayList<>();
        mark(tree, marker, used);
        Matcher marks = Pattern.compile(marker + "(\\d+)_").matcher(writer.text(tree));
        return marks.replaceAll(
                mark -> Matcher.quoteReplacement("(" + used.get(Integer.parseInt(mark.group(1))) + ")"));
    }

    /** What the statement has nowhere, so that its text has it where it is put only. */
    private static String unused(String statement) {
        String marker = "inline_";
        for (int i = 0; statement.contains(marker); i++) {
            marker = "inline" + i + "_";
        }
        return marker;
    }

    private void mark(JsonNode node, String marker, List<String> used) {
        String select = isTable(node) ? selects.get(node.path("table_name").asText()) : null;
        if (select != null) {
            String name = marker + used.size() + "_";
            used.add(select);
            ObjectNode table = (ObjectNode) node;
            if (table.path("alias").asText("").isEmpty()) {
                table.put("alias", table.path("table_name").asText());
            }
            table.put("table_name", name)
                    .putObject("qualified_name")
                    .putArray("path")
                    .add(name);
        }
        node.forEach(child -> mark(child, marker, used));
    }

    private static boolean isTable(JsonNode node) {
        return node.isObject()
                && !node.has("class")
                && node.path("type").asText().equals("BASE_TABLE");
    }
}
