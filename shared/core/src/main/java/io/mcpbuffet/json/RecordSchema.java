package io.mcpbuffet.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The JSON schema of a record, in the flat subset that real clients take: no {@code anyOf}, {@code null}, {@code $ref}, type arrays
 * or boolean schemas.
 */
public final class RecordSchema {
    private RecordSchema() {}

    /** Of arguments: strings, integers, booleans, enums and arrays of strings; nothing unknown is taken. */
    public static ObjectNode input(Class<? extends Record> type) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        for (RecordShape.Part part : RecordShape.of(type).parts()) {
            properties.set(part.name(), argument(part));
            if (isRequired(part)) {
                required.add(part.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    /**
     * Of a result. Nothing is required in it: clients hold an error result against the same schema, and an error has other members.
     */
    public static ObjectNode output(Class<? extends Record> type) {
        return output(type, false);
    }

    /** The same with descriptions and the members of every object, for documentation. */
    public static ObjectNode complete(Class<? extends Record> type) {
        return output(type, true);
    }

    private static ObjectNode output(Class<? extends Record> type, boolean complete) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (RecordShape.Part part : RecordShape.of(type).parts()) {
            if (!complete && part.about().map(Describe::quiet).orElse(false)) {
                continue;
            }
            boolean open = !complete && part.about().map(Describe::open).orElse(false);
            ObjectNode property = result(part.type(), complete, open);
            if (complete && !part.description().isEmpty()) {
                property.put("description", part.description());
            }
            properties.set(part.name(), property);
        }
        return schema;
    }

    static boolean isRequired(RecordShape.Part part) {
        return !part.optional() && part.byDefault().isEmpty() && RecordShape.raw(part.type()) != List.class;
    }

    private static JsonNode argument(RecordShape.Part part) {
        Class<?> type = RecordShape.raw(part.type());
        ObjectNode schema = Json.object().put("type", type == List.class ? "array" : scalar(type));
        if (type == List.class) {
            schema.putObject("items").put("type", "string");
        }
        if (type.isEnum()) {
            ArrayNode words = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                words.add(RecordShape.word(constant));
            }
        }
        if (!part.description().isEmpty()) {
            schema.put("description", part.description());
        }
        bounds(part, schema);
        return schema;
    }

    private static void bounds(RecordShape.Part part, ObjectNode schema) {
        if (!part.byDefault().isEmpty()) {
            switch (schema.path("type").asText()) {
                case "integer" -> schema.put("default", Integer.parseInt(part.byDefault()));
                case "boolean" -> schema.put("default", Boolean.parseBoolean(part.byDefault()));
                default -> schema.put("default", part.byDefault());
            }
        }
        part.about().filter(d -> d.min() != Integer.MIN_VALUE).ifPresent(d -> schema.put("minimum", d.min()));
        part.about().filter(d -> d.max() != Integer.MAX_VALUE).ifPresent(d -> schema.put("maximum", d.max()));
    }

    private static ObjectNode result(Type type, boolean complete, boolean open) {
        Class<?> raw = RecordShape.raw(type);
        if (raw == Object.class) {
            return Json.object();
        }
        if (raw == List.class) {
            ObjectNode schema = Json.object().put("type", "array");
            schema.set("items", result(RecordShape.argument(type), complete, open));
            return schema;
        }
        if (raw.isRecord()) {
            return open ? Json.object().put("type", "object") : output(raw.asSubclass(Record.class), complete);
        }
        return Json.object().put("type", raw == Map.class ? "object" : scalar(raw));
    }

    private static String scalar(Class<?> type) {
        if (type == String.class || type == Instant.class || type.isEnum()) {
            return "string";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        throw new IllegalArgumentException("No JSON schema for " + type);
    }
}
