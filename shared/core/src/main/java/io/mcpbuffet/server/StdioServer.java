package io.mcpbuffet.server;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.tool.Tool;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Serves tools and resources over a pair of streams. */
record StdioServer(
        List<Tool> tools,
        ResourceSource resources,
        String instructions,
        String version,
        Limits limits,
        Redaction redaction) {
    /** Until the input ends and all calls are answered. */
    void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
        try (CallPool pool = new CallPool()) {
            SdkJson json = new SdkJson();
            StdioTransport transport = new StdioTransport(in, out, json);
            ToolBinding binding = new ToolBinding(pool, redaction, limits);
            ResourceBinding tables = new ResourceBinding(pool, redaction, resources);
            var server = McpServer.async(transport)
                    .jsonMapper(json)
                    .jsonSchemaValidator(new UncheckedSchema())
                    .validateToolInputs(false)
                    .serverInfo(Implementation.builder("mcp-buffet", version).build())
                    .capabilities(ServerCapabilities.builder()
                            .tools(false)
                            .resources(false, false)
                            .completions()
                            .build())
                    .instructions(instructions)
                    .tools(tools.stream().map(binding::specification).toList())
                    .resourceTemplates(List.of(tables.template()))
                    .completions(List.of(tables.completion()))
                    .build();
            try {
                transport.serve();
            } finally {
                server.close();
            }
        }
    }
}
