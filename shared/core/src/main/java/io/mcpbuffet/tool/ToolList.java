package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.util.List;

/** Tools as {@code tools/list} shows them. */
public final class ToolList {
    private ToolList() {}

    /** The object with the member {@code tools}. */
    public static ObjectNode json(List<Tool> tools) {
        ObjectNode out = Json.object();
        ArrayNode array = out.putArray("tools");
        tools.forEach(t -> array.add(json(t)));
        return out;
    }

    private static JsonNode json(Tool tool) {
        ObjectNode out = Json.object()
                .put("name", tool.name())
                .put("title", tool.title())
                .put("description", tool.description());
        out.set("inputSchema", tool.inputSchema());
        if (!tool.outputSchema().isEmpty()) {
            out.set("outputSchema", tool.outputSchema());
        }
        out.putObject("annotations")
                .put("readOnlyHint", true)
                .put("destructiveHint", false)
                .put("idempotentHint", tool.idempotent())
                .put("openWorldHint", tool.openWorld());
        return out;
    }
}
