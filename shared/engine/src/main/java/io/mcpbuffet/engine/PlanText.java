package io.mcpbuffet.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.job.StubRelation;
import io.mcpbuffet.model.PinnedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** DuckDB's plan, which comes as JSON, as lines to read: an operator each, indented below what it feeds. */
record PlanText(String text, OptionalLong rowsEstimate) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DETAIL = 300;
    private static final String FAR = "Nothing is fetched for a plan, so this one is made without the rows of: ";

    static PlanText of(List<List<Object>> rows, List<Planned> planned) {
        StringBuilder out = new StringBuilder();
        OptionalLong estimate = OptionalLong.empty();
        for (List<Object> row : rows) {
            try {
                for (JsonNode root : JSON.readTree(row.get(1).toString())) {
                    append(root, 0, out);
                    estimate = estimate(root);
                }
            } catch (JsonProcessingException e) {
                out.append(row.get(1)).append('\n');
            }
        }
        String text = out.toString();
        List<String> far = new ArrayList<>();
        for (Planned each : planned) {
            if (each.relation() instanceof StubRelation stub) {
                text = named(text, stub);
                far.add(name(each));
            }
        }
        for (Planned each : planned) {
            text = text.replace(each.source().view(), name(each));
        }
        return far.isEmpty()
                ? new PlanText(text.stripTrailing(), estimate)
                : new PlanText(withoutEstimates(text) + FAR + String.join(", ", far), OptionalLong.empty());
    }

    private static String name(Planned planned) {
        return planned.source()
                .table()
                .map(PinnedTable::table)
                .map(Object::toString)
                .orElse("catalogs");
    }

    /** With the columns' own names, and without the condition that is true for every row. */
    private static String named(String text, StubRelation stub) {
        String plan = text.replace(" | Filters: " + stub.marker() + "\n", "\n")
                .replace(" | Filters: " + stub.marker() + " |", " |")
                .replace(stub.marker() + ", ", "");
        List<StubRelation.StubColumn> columns = new ArrayList<>(stub.columns());
        Collections.reverse(columns);
        for (StubRelation.StubColumn column : columns) {
            plan = plan.replace(column.stub(), column.name());
        }
        return plan;
    }

    /** Nothing is known of tables without rows. */
    private static String withoutEstimates(String text) {
        return text.replaceAll(" \\| Estimated Cardinality: \\d+", "");
    }

    private static void append(JsonNode node, int depth, StringBuilder out) {
        out.append("  ".repeat(depth)).append(node.path("name").asText("?").strip());
        node.path("extra_info").properties().forEach(info -> {
            String value = info.getValue().isArray()
                    ? joined(info.getValue())
                    : info.getValue().asText();
            if (!value.isBlank()) {
                out.append(" | ").append(info.getKey()).append(": ").append(abbreviate(value.replace('\n', ' ')));
            }
        });
        out.append('\n');
        node.path("children").forEach(child -> append(child, depth + 1, out));
    }

    private static String joined(JsonNode array) {
        StringBuilder out = new StringBuilder();
        array.forEach(item -> out.append(out.isEmpty() ? "" : ", ").append(item.asText()));
        return out.toString();
    }

    private static String abbreviate(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "...";
    }

    private static OptionalLong estimate(JsonNode node) {
        String text = node.path("extra_info").path("Estimated Cardinality").asText("");
        if (text.matches("\\d{1,18}")) {
            return OptionalLong.of(Long.parseLong(text));
        }
        return node.path("children").size() == 1
                ? estimate(node.path("children").get(0))
                : OptionalLong.empty();
    }
}
