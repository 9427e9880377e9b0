package io.mcpbuffet.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions of {@code GetPartitions}: comparisons and lists, joined by AND. */
final class GluePartitions {
    private static final Pattern TERM =
            Pattern.compile("(\\w+) (=|<>|<=|>=|<|>) ('[^']*'|-?\\d+)|(\\w+) IN \\(([^)]*)\\)");

    private GluePartitions() {}

    static List<ObjectNode> matching(JsonNode table, List<ObjectNode> partitions, JsonNode request) {
        String expression = request.path("Expression").asText("");
        List<ObjectNode> out = new ArrayList<>();
        for (ObjectNode partition : partitions) {
            if (expression.isEmpty() || isTrue(expression, values(table, partition))) {
                out.add(partition);
            }
        }
        return out;
    }

    private static Map<String, String> values(JsonNode table, JsonNode partition) {
        Map<String, String> values = new HashMap<>();
        for (int at = 0; at < table.path("PartitionKeys").size(); at++) {
            values.put(
                    table.path("PartitionKeys").path(at).path("Name").asText(),
                    partition.path("Values").path(at).asText());
        }
        return values;
    }

    private static boolean isTrue(String expression, Map<String, String> values) {
        return Arrays.stream(expression.split(" AND ", -1)).allMatch(term -> term(term, values));
    }

    private static boolean term(String text, Map<String, String> values) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw new GlueStore.Refused("InvalidInputException", "Unsupported expression '" + text + "'");
        }
        if (term.group(4) != null) {
            return Arrays.stream(term.group(5).split(", ", -1))
                    .anyMatch(each -> compare(values.get(term.group(4)), each) == 0);
        }
        int order = compare(values.get(term.group(1)), term.group(3));
        return switch (term.group(2)) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int compare(String value, String literal) {
        return literal.startsWith("'")
                ? value.compareTo(literal.substring(1, literal.length() - 1))
                : Long.compare(Long.parseLong(value), Long.parseLong(literal));
    }
}
