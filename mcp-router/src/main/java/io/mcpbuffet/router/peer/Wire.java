package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Parts of the answers of tools, read back into values. */
final class Wire {
    private Wire() {}

    static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }

    static OptionalLong number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? OptionalLong.empty() : OptionalLong.of(integer(value));
    }

    static OptionalInt small(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.canConvertToInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /** Integers beyond what JSON clients hold are texts. */
    static long integer(JsonNode value) {
        try {
            return value.isTextual()
                    ? Long.parseLong(value.textValue())
                    : value.bigIntegerValue().longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw LakeException.unavailable("The value " + value + " is no whole number of 64 bits", e);
        }
    }

    static Instant instant(JsonNode value) {
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            throw LakeException.unavailable("The value " + value + " is no moment", e);
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    static Map<String, String> properties(JsonNode object) {
        Map<String, String> properties = new LinkedHashMap<>();
        object.properties()
                .forEach(each -> properties.put(each.getKey(), each.getValue().asText()));
        return properties;
    }

    static Snapshot snapshot(JsonNode line) {
        return new Snapshot(
                integer(line.path("snapshot_id")),
                number(line, "parent_id"),
                instant(line.path("committed_at")),
                line.path("operation").asText(),
                number(line, "added_rows"),
                number(line, "deleted_rows"),
                number(line, "total_rows"),
                number(line, "added_files"),
                small(line, "schema_id"),
                texts(line.path("refs")));
    }

    static PinnedTable pinned(JsonNode line, PeerNames names) {
        return new PinnedTable(
                names.here(TableRef.parse(line.path("table").asText())),
                number(line, "snapshot_id"),
                text(line, "committed_at").map(text -> instant(line.path("committed_at"))));
    }

    static List<PinnedTable> pinned(JsonNode answer, String field, PeerNames names) {
        List<PinnedTable> tables = new ArrayList<>();
        answer.path(field).forEach(line -> tables.add(pinned(line, names)));
        return tables;
    }

    static List<ResultColumn> columns(JsonNode answer) {
        List<ResultColumn> columns = new ArrayList<>();
        answer.path("columns")
                .forEach(column -> columns.add(new ResultColumn(
                        column.path("name").asText(), column.path("type").asText())));
        return columns;
    }

    static List<List<Object>> rows(JsonNode answer) {
        List<List<Object>> rows = new ArrayList<>();
        answer.path("rows").forEach(row -> rows.add(list(row)));
        return rows;
    }

    private static List<Object> list(JsonNode array) {
        List<Object> values = new ArrayList<>();
        array.forEach(each -> values.add(value(each)));
        return values;
    }

    /** A value of the wire. */
    static Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            return list(node);
        }
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return fields;
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.asText();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }
}
