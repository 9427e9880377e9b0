package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    public List<Object> row(String line) {
        return new ArrayList<>(fields(wanted, read(line.strip())).values());
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

    private Map<String, Object> fields(List<Field> fields, JsonNode object) {
        Map<String, JsonNode> found = new HashMap<>();
        object.properties().forEach(entry -> found.put(column(entry.getKey()), entry.getValue()));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            JsonNode value = found.get(folded(field.name()));
            values.put(TextFiles.key(field), value == null ? null : value(field.type(), value));
        }
        return values;
    }

    private String column(String key) {
        String name = folded(key);
        String mapped = renamed.getOrDefault(name, name);
        return dots ? mapped.replace('.', '_') : mapped;
    }

    private String folded(String name) {
        return anyCase ? name.toLowerCase(Locale.ROOT) : name;
    }

    private Object value(DataType type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (type instanceof DataType.ListOf list) {
            return list(list.element().type(), value);
        }
        if (type instanceof DataType.Struct struct) {
            return value.isObject() ? new Values.StructValue(fields(struct.fields(), value)) : null;
        }
        if (type instanceof DataType.MapOf map) {
            return value.isObject() ? map(map, value) : null;
        }
        return values.of(type, value.isContainerNode() ? value.toString() : value.asText());
    }

    private Object map(DataType.MapOf map, JsonNode value) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Object key = values.of(map.key().type(), entry.getKey());
            if (key != null) {
                entries.put(key, value(map.value().type(), entry.getValue()));
            }
        }
        return entries;
    }

    /** A value alone is a list of one. */
    private List<Object> list(DataType element, JsonNode value) {
        List<Object> elements = new ArrayList<>();
        (value.isArray() ? value : List.of(value)).forEach(each -> elements.add(value(element, each)));
        return elements;
    }
}
