package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes one moment for the current time where it may decide which rows are wanted, so that files are chosen and rows are filtered by
 * the same. It stays as it is where it gives a result column its name.
 */
final class PinnedNow {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final String ZONED = "TIMESTAMP WITH TIME ZONE";
    private static final Map<String, String> TYPES = Map.of(
            "now",
            ZONED,
            "get_current_timestamp",
            ZONED,
            "transaction_timestamp",
            ZONED,
            "current_timestamp",
            ZONED,
            "today",
            "DATE",
            "current_date",
            "DATE",
            "localtimestamp",
            "TIMESTAMP",
            "current_localtimestamp",
            "TIMESTAMP");
    /** Current times that are not written, so that nothing may be decided by them before. */
    private static final Set<String> LEFT =
            Set.of("current_time", "get_current_time", "localtime", "current_localtime", "age");

    private static final Set<String> FOLLOWING = Set.of("group_expressions", "modifiers");

    private final String text;
    private boolean all = true;

    private PinnedNow(Instant now) {
        this.text = TEXT.format(now.atOffset(ZoneOffset.UTC));
    }

    /** Whether no current time is left that may decide about rows. */
    static boolean write(ObjectNode statement, Instant now) {
        PinnedNow pinned = new PinnedNow(now);
        pinned.node(statement, true);
        return pinned.all;
    }

    private void node(JsonNode node, boolean top) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                item((ArrayNode) node, i);
            }
        } else if (node.isObject()) {
            boolean query = Trees.isQuery(node);
            for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
                field(
                        (ObjectNode) node,
                        field.getKey(),
                        field.getValue(),
                        top && (query || field.getKey().equals("node")));
            }
        }
    }

    private void item(ArrayNode array, int index) {
        JsonNode written = written(array.get(index));
        if (written != null) {
            array.set(index, written);
        }
        node(array.get(index), false);
    }

    private void field(ObjectNode parent, String name, JsonNode value, boolean top) {
        if (name.equals("select_list")) {
            selectList((ArrayNode) value, top);
        } else if (!FOLLOWING.contains(name)) {
            JsonNode written = written(value);
            if (written != null) {
                parent.set(name, written);
            }
            node(parent.get(name), top && name.equals("node"));
        }
    }

    /** A column without a name of its own is called by what it is. */
    private void selectList(ArrayNode columns, boolean top) {
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).path("alias").asText("").isEmpty()) {
                String alias = columns.get(i).path("alias").asText();
                item(columns, i);
                ((ObjectNode) columns.get(i)).put("alias", alias);
            } else {
                all &= top || !tellsTime(columns.get(i));
            }
        }
    }

    private static boolean tellsTime(JsonNode node) {
        String name = name(node);
        if (TYPES.containsKey(name) || LEFT.contains(name)) {
            return true;
        }
        for (JsonNode child : node) {
            if (tellsTime(child)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode written(JsonNode node) {
        String name = name(node);
        all &= !LEFT.contains(name);
        String type = TYPES.get(name);
        if (type == null) {
            return null;
        }
        return Trees.cast(
                Trees.text(type.equals("DATE") ? text.substring(0, 10) : text + (type.equals(ZONED) ? "+00" : "")),
                type);
    }

    /** The name of a call without arguments, or of what SQL writes as one without brackets. */
    private static String name(JsonNode node) {
        if (Trees.isExpression(node, "FUNCTION")) {
            String function = node.path("function_name").asText("").toLowerCase(Locale.ROOT);
            boolean alone = node.path("arguments").isEmpty() || function.equals("age");
            return alone ? function : "";
        }
        boolean column = Trees.isExpression(node, "COLUMN_REF")
                && node.path("column_names").size() == 1;
        String name = column ? node.path("column_names").get(0).asText("").toLowerCase(Locale.ROOT) : "";
        return name.startsWith("current_") || name.startsWith("local") ? name : "";
    }
}
