package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operator of a plan, with what feeds it. */
record PlanNode(String name, JsonNode info, List<PlanNode> children) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The root of a plan; empty where the text is none. */
    static Optional<PlanNode> parse(String json) {
        try {
            JsonNode roots = JSON.readTree(json);
            return roots.size() == 1 ? Optional.of(of(roots.get(0))) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static PlanNode of(JsonNode node) {
        List<PlanNode> children = new ArrayList<>();
        node.path("children").forEach(child -> children.add(of(child)));
        return new PlanNode(node.path("name").asText("").strip(), node.path("extra_info"), children);
    }

    /** DuckDB makes a list of a detail of several lines. */
    String text(String key) {
        JsonNode value = info.path(key);
        if (!value.isArray()) {
            return value.asText("");
        }
        List<String> lines = new ArrayList<>();
        value.forEach(line -> lines.add(line.asText()));
        return String.join("\n", lines);
    }

    boolean isScan() {
        return name.startsWith("READ_PARQUET");
    }

    long scans() {
        return (isScan() ? 1 : 0) + children.stream().mapToLong(PlanNode::scans).sum();
    }
}
