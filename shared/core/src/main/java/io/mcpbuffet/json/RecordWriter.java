package io.mcpbuffet.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.model.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes records as JSON: names in snake case, in the order of the components, absent values left out. */
public final class RecordWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordWriter() {}

    public static ObjectNode write(Record value) {
        @SuppressWarnings("unchecked")
        Class<? extends Record> type = value.getClass();
        ObjectNode out = NODES.objectNode();
        for (RecordShape.Part part : RecordShape.of(type).parts()) {
            present(part.get(value)).ifPresent(v -> out.set(part.name(), node(v)));
        }
        return out;
    }

    /** A value of the wire, or a record, or lists and maps of these. */
    public static JsonNode node(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Record rec) {
            return write(rec);
        }
        if (value instanceof List<?> list) {
            ArrayNode out = NODES.arrayNode(list.size());
            list.forEach(v -> out.add(node(v)));
            return out;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode out = NODES.objectNode();
            map.forEach((name, v) -> out.set(String.valueOf(name), node(v)));
            return out;
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Enum<?>) {
            return NODES.textNode(RecordShape.word(value));
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? NODES.numberNode(number) : node(Values.json(number));
        }
        if (value instanceof Instant) {
            return NODES.textNode((String) Values.json(value));
        }
        if (value instanceof Number) {
            return Values.json(value) instanceof Long whole
                    ? NODES.numberNode(whole)
                    : NODES.textNode(String.valueOf(Values.json(value)));
        }
        return NODES.textNode(value.toString());
    }

    private static Optional<Object> present(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(v -> v);
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
        }
        return Optional.of(value);
    }
}
