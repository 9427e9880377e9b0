package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lines with an object of JSON each, whose keys are the names of columns and of fields of structs, in whatever case. */
final class JsonLineRows implements TextRows {
    /** Unlike with our own JSON, the last of two equal keys counts. */
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final List<Field> wanted;
    private final TextValues values;
    private final Map<String, String> renamed = new HashMap<>();
    private final boolean anyCase;
    private final boolean dots;
    private final boolean skipsMalformed;

    JsonLineRows(List<Field> columns, Set<String> wanted, TextOptions options) {
        this.wanted = columns.stream()
                .filter(column -> wanted.contains(column.name()))
                .toList();
        this.values = TextValues.of(options);
        this.anyCase = options.flag("case.insensitive", true);
        this.dots = options.flag("dots.in.keys", false);
        this.skipsMalformed = options.flag("ignore.malformed.json", false);
        options.parameters().forEach((name, key) -> {
            if (name.startsWith("mapping.")) {
                renamed.put(folded(key), folded(name.substring("mapping.".length())));
            }
        });
    }

    @Override
    public void write(String line, JsonGenerator out) throws IOException {
        JsonNode row = read(line.strip());
        if (row.isObject()) {
            fields(out, wanted, row);
        }
    }

    /** What is neither an object nor meant to be one is a row of NULL, as in Athena. */
    private JsonNode read(String line) {
        boolean object = line.startsWith("{");
        try {
            return object ? LENIENT.readTree(line) : LENIENT.nullNode();
        } catch (JsonProcessingException e) {
            if (skipsMalformed) {
                return LENIENT.nullNode();
            }
            throw LakeException.unsupported("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private void fields(JsonGenerator out, List<Field> fields, JsonNode object) throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        object.properties().forEach(entry -> found.put(column(entry.getKey()), entry.getValue()));
        for (Field field : fields) {
            JsonNode value = found.get(folded(field.name()));
            if (value != null && !value.isNull()) {
                out.writeFieldName(Integer.toString(field.id().orElseThrow()));
                value(out, field.type(), value);
            }
        }
    }

    private String column(String key) {
        String name = folded(key);
        String mapped = renamed.getOrDefault(name, name);
        return dots ? mapped.replace('.', '_') : mapped;
    }

    private String folded(String name) {
        return anyCase ? name.toLowerCase(Locale.ROOT) : name;
    }

    private void value(JsonGenerator out, DataType type, JsonNode value) throws IOException {
        if (value.isNull()) {
            out.writeNull();
        } else if (type instanceof DataType.ListOf list) {
            list(out, list, value);
        } else if (type instanceof DataType.Struct struct && value.isObject()) {
            out.writeStartObject();
            fields(out, struct.fields(), value);
            out.writeEndObject();
        } else if (type instanceof DataType.MapOf map && value.isObject()) {
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                out.writeFieldName(entry.getKey());
                value(out, map.value().type(), entry.getValue());
            }
            out.writeEndObject();
        } else {
            values.write(out, type, value.isContainerNode() ? value.toString() : value.asText());
        }
    }

    private void list(JsonGenerator out, DataType.ListOf list, JsonNode value) throws IOException {
        out.writeStartArray();
        if (value.isArray()) {
            for (JsonNode element : value) {
                value(out, list.element().type(), element);
            }
        } else {
            value(out, list.element().type(), value);
        }
        out.writeEndArray();
    }
}
