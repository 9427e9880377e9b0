package io.mcpbuffet.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolList;
import java.util.ArrayList;
import java.util.List;

/** Prints the tools that a client of this configuration sees. */
final class ToolsCommand implements Command {
    private static final String JSON = "--json";

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public String summary() {
        return "List the tools that a client sees, or one with its arguments";
    }

    @Override
    public String help() {
        return """
                usage: buffet tools [TOOL] [--json] [OPTIONS]

                Lists the tools that a client of this configuration sees, or one of them with its arguments. It connects to no
                catalog.

                  --json             print what tools/list answers, schemas included
                """
                + Setup.HELP;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, Setup.OPTIONS, List.of(JSON)).atMost(1);
        try (BuffetServer server = Router.open(new Setup(console).configuration(flags), console.environment())) {
            List<Tool> tools = flags.words().isEmpty()
                    ? server.tools()
                    : List.of(find(flags.words().get(0), server.tools()));
            if (flags.has(JSON)) {
                console.out().println(ToolList.json(tools).toPrettyString());
            } else if (flags.words().isEmpty()) {
                tools.forEach(t -> console.out().println("%-16s %s".formatted(t.name(), t.title())));
                console.note(tools.size() + " tools, " + Json.bytes(ToolList.json(tools)) + " bytes in tools/list");
            } else {
                console.out().print(page(tools.get(0)));
            }
            return 0;
        }
    }

    private static Tool find(String name, List<Tool> tools) {
        List<String> names = tools.stream().map(Tool::name).toList();
        return tools.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow(() -> LakeException.invalid(
                        "There is no tool '" + name + "'")
                .hint(Nearest.of(name, names)
                        .map(nearest -> "Did you mean " + nearest + "?")
                        .orElse("Tools are " + String.join(", ", names))));
    }

    private static String page(Tool tool) {
        List<String> lines = new ArrayList<>(List.of(tool.name() + ": " + tool.description(), ""));
        List<String> required = new ArrayList<>();
        tool.inputSchema().path("required").forEach(name -> required.add(name.asText()));
        tool.inputSchema()
                .path("properties")
                .properties()
                .forEach(e -> lines.add(
                        String.format("  %-16s %s", e.getKey(), about(e.getValue(), required.contains(e.getKey())))));
        return String.join("\n", lines) + "\n";
    }

    private static String about(JsonNode schema, boolean required) {
        List<String> parts = new ArrayList<>(List.of(schema.path("type").asText() + (required ? ", required" : "")));
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        if (!words.isEmpty()) {
            parts.add("one of " + String.join(", ", words));
        }
        if (schema.has("default")) {
            parts.add("default " + schema.path("default").asText());
        }
        if (schema.has("description")) {
            parts.add(schema.path("description").asText());
        }
        return String.join("; ", parts);
    }
}
