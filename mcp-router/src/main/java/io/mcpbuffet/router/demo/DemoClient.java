package io.mcpbuffet.router.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The client of the MCP SDK, connected to a server that it has started as a child process. For one thread. */
public final class DemoClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final McpSyncClient client;

    private DemoClient(McpSyncClient client) {
        this.client = client;
    }

    /**
     * Starts the server and opens the session. UNAVAILABLE where it does not answer.
     *
     * @param log takes the lines that the server writes to its standard error
     */
    public static DemoClient start(List<String> command, Map<String, String> environment, Consumer<String> log) {
        ServerParameters parameters = ServerParameters.builder(command.get(0))
                .args(command.subList(1, command.size()))
                .env(environment)
                .build();
        StdioClientTransport transport = new StdioClientTransport(parameters, McpJsonDefaults.getMapper());
        transport.setStdErrorHandler(log);
        McpSyncClient client = McpClient.sync(transport)
                .clientInfo(Implementation.builder("buffet-demo", "1").build())
                .requestTimeout(TIMEOUT)
                .initializationTimeout(TIMEOUT)
                .build();
        try {
            client.initialize();
        } catch (RuntimeException e) {
            client.close();
            throw LakeException.unavailable("The server did not start: " + e.getMessage(), e);
        }
        return new DemoClient(client);
    }

    /** Such as {@code mcp-buffet 1.0, protocol 2025-11-25, 9 tools}. */
    public String about() {
        Implementation server = client.getServerInfo();
        return server.name() + " " + server.version() + ", protocol "
                + client.getCurrentInitializationResult().protocolVersion() + ", "
                + client.listTools().tools().size() + " tools";
    }

    /** An answer; the time is that of the whole call as the client sees it. */
    record Answer(JsonNode structured, String text, boolean isError, long millis) {}

    Answer call(String tool, Map<String, Object> arguments) {
        long start = System.nanoTime();
        try {
            CallToolResult result = client.callTool(
                    CallToolRequest.builder(tool).arguments(arguments).build());
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            String text = result.content().stream()
                    .filter(TextContent.class::isInstance)
                    .map(c -> ((TextContent) c).text())
                    .collect(Collectors.joining("\n"));
            JsonNode structured = Json.MAPPER.valueToTree(result.structuredContent());
            return new Answer(structured, text, Boolean.TRUE.equals(result.isError()), millis);
        } catch (McpError e) {
            throw LakeException.unavailable("The server answered " + tool + " with an error: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
