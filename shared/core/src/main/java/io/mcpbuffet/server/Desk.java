package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.prompt.Prompt;
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
    private final ObjectNode viewed;
    private final List<Prompt> prompts;
    private final OutputForm form;
    private final ResourceSource resources;
    private final String instructions;

    /**
     * Offers these.
     *
     * @param tools that answer in both forms
     * @param form in which their answers are shown
     * @param prompts that these tools can serve
     */
    Desk(List<Tool> tools, OutputForm form, List<Prompt> prompts, ResourceSource resources, String instructions) {
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        this.form = form;
        this.list = ToolList.json(tools.stream().map(form::of).toList());
        this.viewed = Viewer.shown(list);
        this.prompts = List.copyOf(prompts);
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

    /** The same for a client that shows results in a view. */
    ObjectNode viewed() {
        return viewed;
    }

    /** In their fixed order. */
    List<Prompt> prompts() {
        return prompts;
    }

    ResourceSource resources() {
        return resources;
    }
}
