package io.mcpbuffet.tool;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.json.RecordSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pages of the documentation that are made from the code. */
final class ToolDocs {
    private static final Map<String, Class<? extends Record>> RESULTS = Map.ofEntries(
            entry("list_catalogs", ListingTools.Catalogs.class),
            entry("list_namespaces", ListingTools.Namespaces.class),
            entry("list_tables", ListingTools.Tables.class),
            entry("search_tables", SearchTool.Out.class),
            entry("describe", DescribeTool.Out.class),
            entry("list_snapshots", SnapshotTools.Out.class),
            entry("time_travel", SqlTools.Out.class),
            entry("inspect", InspectTool.Out.class),
            entry("profile", ProfileTool.Out.class),
            entry("compare", CompareTool.Out.class),
            entry("query", SqlTools.Out.class),
            entry("context_pack", ContextPackTool.Out.class),
            entry("explain", ExplainTool.Out.class));

    private ToolDocs() {}

    static String tools(List<Tool> tools) {
        StringBuilder out = new StringBuilder(
                """
                # Tools

                This page is made from the code; edit the code instead. A tool is listed only where some configured catalog can
                serve it. Every tool only reads. An answer comes as structured content and as text, each complete by itself.

                """);
        tools.forEach(t -> out.append("- [`")
                .append(t.name())
                .append("`](#")
                .append(t.name())
                .append("): ")
                .append(t.title())
                .append('\n'));
        tools.forEach(t -> out.append(tool(t)));
        return out.toString();
    }

    static String errors() {
        StringBuilder out = new StringBuilder(
                """
                # Errors

                This page is made from the code; edit the code instead. A call that fails answers with `isError: true` and
                `{code, message, hint, retryable, catalog?}`. The message says what was wrong with which value, the hint what to
                do, `catalog` where it came from, and `retryable` whether the same call may succeed later.

                | code | meaning | retryable |
                |---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            out.append("| `")
                    .append(code)
                    .append("` | ")
                    .append(code.meaning())
                    .append(" | ")
                    .append(code.retryable() ? "yes" : "no")
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String tool(Tool tool) {
        StringBuilder out = new StringBuilder("\n## ")
                .append(tool.name())
                .append("\n\n")
                .append(tool.description())
                .append("\n\n");
        JsonNode properties = tool.inputSchema().path("properties");
        if (properties.isEmpty()) {
            out.append("It takes no arguments.\n");
        } else {
            out.append("| argument | type | default | meaning |\n|---|---|---|---|\n");
            properties.properties().forEach(e -> out.append(argument(tool, e.getKey(), e.getValue())));
        }
        return out.append("\nResult:\n\n")
                .append(result(RecordSchema.complete(RESULTS.get(tool.name())), ""))
                .toString();
    }

    private static String argument(Tool tool, String name, JsonNode schema) {
        boolean required = false;
        for (JsonNode each : tool.inputSchema().path("required")) {
            required |= each.asText().equals(name);
        }
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(w -> words.add("`" + w.asText() + "`"));
        String range = schema.has("maximum")
                ? schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText()
                : "";
        String meaning = String.join(", ", words) + range;
        String about = schema.path("description").asText();
        String both = about.isEmpty() || meaning.isEmpty() ? about + meaning : about + ": " + meaning;
        String byDefault = required ? "required" : schema.path("default").asText("");
        return "| `" + name + "` | " + type(schema) + " | " + byDefault + " | " + both.replace("|", "\\|") + " |\n";
    }

    private static String type(JsonNode schema) {
        String type = schema.path("type").asText("any");
        return type.equals("array") ? "array of " + type(schema.path("items")) : type;
    }

    private static String result(JsonNode schema, String indent) {
        StringBuilder out = new StringBuilder();
        schema.path("properties").properties().forEach(e -> {
            JsonNode member = e.getValue();
            String about = member.path("description").asText();
            out.append(indent)
                    .append("- `")
                    .append(e.getKey())
                    .append("` ")
                    .append(type(member))
                    .append(about.isEmpty() ? "" : ": " + about)
                    .append('\n');
            JsonNode inner = member.path("type").asText().equals("array") ? member.path("items") : member;
            out.append(result(inner, indent + "  "));
        });
        return out.toString();
    }
}
