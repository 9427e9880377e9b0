package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.observe.Metrics;
import io.mcpbuffet.server.http.HttpServer;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * What the conformance suite wants of a server beside the generic: its tools, resources and prompts by the SDK, over our transports. The
 * SDK knows nothing of results that ask for input, which are answered as trees.
 */
public final class ConformanceServer implements AutoCloseable {
    private final HttpServer http;

    public ConformanceServer() {
        McpService service = service();
        this.http = HttpServer.start(
                HttpConfig.DEFAULT.at(new HostPort("127.0.0.1", 0)),
                service,
                Authenticator.OPEN,
                new Metrics(),
                principal -> io.mcpbuffet.json.Json.object());
    }

    /** Without a transport. */
    static McpService service() {
        JsonNode parts = parts();
        return McpService.of(
                new ConformanceInputs(parts.path("inputs")),
                (sessions, json) -> server(sessions, json, parts),
                () -> {});
    }

    private static JsonNode parts() {
        try (var in = ConformanceServer.class.getResourceAsStream("/conformance.json")) {
            return io.mcpbuffet.json.Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static McpAsyncServer server(Sessions sessions, SdkJson json, JsonNode parts) {
        ConformanceParts made = new ConformanceParts(json, parts);
        McpAsyncServer server = McpServer.async(sessions)
                .jsonMapper(json)
                .jsonSchemaValidator(new UncheckedSchema())
                .validateToolInputs(false)
                .serverInfo(Implementation.builder("conformance", "1").build())
                .capabilities(ServerCapabilities.builder()
                        .tools(true)
                        .prompts(true)
                        .resources(true, true)
                        .logging()
                        .completions()
                        .build())
                .tools(made.tools())
                .resources(made.resources())
                .resourceTemplates(made.template())
                .prompts(made.prompts())
                .completions(made.completion())
                .build();
        made.changes(server);
        return server;
    }

    public URI uri() {
        return http.uri();
    }

    @Override
    public void close() {
        http.close();
    }
}
