package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.List;

/** Tells the engine that columns are found in files by their names, whatever their case and whatever ids files have. */
final class FileColumns {
    private FileColumns() {}

    /** A name mapping for {@code ScanPlan}. */
    static String mapping(List<Field> columns) {
        ObjectNode mapping = Json.object();
        mapping.put("names-only", true);
        mapping.set("fields", fields(columns));
        return Json.write(mapping);
    }

    private static ArrayNode fields(List<Field> fields) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Field field : fields) {
            ObjectNode node = list.addObject();
            node.put("field-id", field.id().orElseThrow());
            node.putArray("names").add(field.name());
            node.set("fields", fields(children(field.type())));
        }
        return list;
    }

    private static List<Field> children(DataType type) {
        if (type instanceof DataType.Struct struct) {
            return struct.fields();
        }
        if (type instanceof DataType.ListOf list) {
            return List.of(list.element());
        }
        return type instanceof DataType.MapOf map ? List.of(map.key(), map.value()) : List.of();
    }
}
