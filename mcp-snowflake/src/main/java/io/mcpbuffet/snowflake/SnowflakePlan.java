package io.mcpbuffet.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.model.TableRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What EXPLAIN USING JSON says: micro-partitions and bytes, and an operator a line. */
record SnowflakePlan(String text, Partitions all, Map<String, Partitions> byTable) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How much is read. */
    record Partitions(OptionalLong kept, OptionalLong total, OptionalLong bytes) {
        static final Partitions UNKNOWN =
                new Partitions(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

        static Partitions of(JsonNode node) {
            return new Partitions(
                    number(node, "partitionsAssigned"), number(node, "partitionsTotal"), number(node, "bytesAssigned"));
        }

        private static OptionalLong number(JsonNode node, String name) {
            return node.path(name).isNumber() ? OptionalLong.of(node.path(name).asLong()) : OptionalLong.empty();
        }
    }

    static SnowflakePlan of(String json) {
        try {
            JsonNode plan = JSON.readTree(json);
            StringBuilder text = new StringBuilder();
            Map<String, Partitions> tables = new LinkedHashMap<>();
            for (JsonNode step : plan.path("Operations")) {
                for (JsonNode operation : step) {
                    line(operation, text);
                    operation.path("objects").forEach(name -> tables.put(name.asText(), Partitions.of(operation)));
                }
            }
            return new SnowflakePlan(text.toString().stripTrailing(), Partitions.of(plan.path("GlobalStats")), tables);
        } catch (JsonProcessingException e) {
            return new SnowflakePlan(json, Partitions.UNKNOWN, Map.of());
        }
    }

    private static void line(JsonNode operation, StringBuilder text) {
        text.append(operation.path("id").asText("?"))
                .append(' ')
                .append(operation.path("operation").asText("?"));
        operation.properties().forEach(entry -> {
            boolean shown = !entry.getKey().equals("id") && !entry.getKey().equals("operation");
            if (shown) {
                text.append(" | ")
                        .append(entry.getKey())
                        .append(": ")
                        .append(
                                entry.getValue().isTextual()
                                        ? entry.getValue().asText()
                                        : entry.getValue().toString());
            }
        });
        text.append('\n');
    }

    /** Of one table; unknown where the plan does not name it. */
    Partitions partitions(TableRef table) {
        String name = String.join(".", table.namespace().levels()) + "." + table.name();
        return byTable.getOrDefault(name, Partitions.UNKNOWN);
    }
}
