package io.mcpbuffet.engine.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.List;

/** Gives field ids to the columns of files that were written without: by name, or by position where the table maps no names. */
final class NameMapping {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ELEMENT = List.of("element");
    private static final List<String> ENTRY = List.of("key", "value");

    private final JsonNode mapping;
    /** Names decide, in whatever case, and ids in files mean nothing: the rule of Hive. */
    private final boolean namesOnly;

    private NameMapping(JsonNode mapping, boolean namesOnly) {
        this.mapping = mapping;
        this.namesOnly = namesOnly;
    }

    /** From {@code schema.name-mapping.default}; empty text for none. */
    static NameMapping parse(String text) {
        try {
            JsonNode mapping = text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
            boolean namesOnly = mapping.path("names-only").asBoolean();
            // some writers wrap the list in an object
            return new NameMapping(mapping.isObject() ? mapping.path("fields") : mapping, namesOnly);
        } catch (JsonProcessingException e) {
            throw LakeException.of(ErrorCode.UNSUPPORTED, "The name mapping of the table is not JSON", e);
        }
    }

    /** A file with any field id keeps those it has. */
    List<PhysicalColumn> apply(List<PhysicalColumn> columns) {
        if (!namesOnly && columns.stream().anyMatch(PhysicalColumn::hasIds)) {
            return columns;
        }
        return mapping.isMissingNode() ? byPosition(columns) : mapped(columns, mapping, names(columns));
    }

    /** What Iceberg's own reader does: ids are counted over the top level, fields inside structs get none. */
    private static List<PhysicalColumn> byPosition(List<PhysicalColumn> columns) {
        List<PhysicalColumn> numbered = new ArrayList<>();
        for (PhysicalColumn column : columns) {
            numbered.add(column.with(numbered.size() + 1, column.children()));
        }
        return numbered;
    }

    private List<PhysicalColumn> mapped(List<PhysicalColumn> columns, JsonNode fields, List<String> names) {
        List<PhysicalColumn> mapped = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            PhysicalColumn column = columns.get(i);
            JsonNode field = find(fields, names.get(i));
            mapped.add(column.with(
                    field.path("field-id").asInt(PhysicalColumn.NO_ID),
                    mapped(column.children(), field.path("fields"), childNames(column))));
        }
        return mapped;
    }

    private static List<String> childNames(PhysicalColumn column) {
        return switch (column.kind()) {
            case "list" -> ELEMENT;
            case "map" -> ENTRY;
            default -> names(column.children());
        };
    }

    private static List<String> names(List<PhysicalColumn> columns) {
        return columns.stream().map(PhysicalColumn::name).toList();
    }

    private JsonNode find(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            for (JsonNode alias : field.path("names")) {
                String known = alias.asText();
                if (namesOnly ? known.equalsIgnoreCase(name) : known.equals(name)) {
                    return field;
                }
            }
        }
        return MissingNode.getInstance();
    }
}
