package io.mcpbuffet.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** DuckDB's plan, which comes as JSON, as lines to read: an operator each, indented below what it feeds. */
record PlanText(String text, OptionalLong rowsEstimate) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DETAIL = 300;

    static PlanText of(List<List<Object>> rows, Map<String, String> tableOfView) {
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
        for (Map.Entry<String, String> view : tableOfView.entrySet()) {
            text = text.replace(view.getKey(), view.getValue());
        }
        return new PlanText(text.stripTrailing(), estimate);
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
