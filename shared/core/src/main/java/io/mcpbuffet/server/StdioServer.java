package io.mcpbuffet.server;

import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.prompt.LakePrompts;
import io.mcpbuffet.tool.OutputForm;
import io.mcpbuffet.tool.Tool;
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
        Desk desk = new Desk(
                tools,
                OutputForm.BOTH,
                LakePrompts.of(tools.stream().map(Tool::name).toList(), (question, tokens) -> question),
                resources,
                instructions);
        try (McpService service = McpService.of(principal -> desk, version, limits, redaction, Watch.NOBODY)) {
            new StdioTransport(in, out, Principal.LOCAL).serve(service);
        }
    }
}
