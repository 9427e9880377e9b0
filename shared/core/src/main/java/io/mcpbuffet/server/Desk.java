package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.tool.OutputForm;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one principal is offered. Safe for use by many threads. */
final class Desk {
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final ObjectNode list;
    private final OutputForm form;
    private final ResourceSource resources;
    private final String instructions;

    /**
     * Offers these.
     *
     * @param tools that answer in both forms
     * @param form in which their answers are shown
     */
    Desk(List<Tool> tools, OutputForm form, ResourceSource resources, String instructions) {
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        this.form = form;
        this.list = ToolList.json(tools.stream().map(form::of).toList());
        this.resources = resources;
        this.instructions = instructions;
    }

    /** What a model is told once. */
    String instructions() {
        return instructions;
    }

    Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    OutputForm form() {
        return form;
    }

    /** As {@code tools/list} answers; not to be changed. */
    ObjectNode list() {
        return list;
    }

    ResourceSource resources() {
        return resources;
    }
}
