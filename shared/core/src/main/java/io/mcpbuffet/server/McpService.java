package io.mcpbuffet.server;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Redaction;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Answers any number of conversations, whatever carries them. Safe for use by many threads. */
public final class McpService implements AutoCloseable {
    private final Sessions sessions;
    private final McpAsyncServer server;
    private final AutoCloseable more;

    private McpService(Sessions sessions, McpAsyncServer server, AutoCloseable more) {
        this.sessions = sessions;
        this.server = server;
        this.more = more;
    }

    /** Tools and resources of our own, as each principal may see them. */
    static McpService of(Desks desks, String version, Limits limits, Redaction redaction, Watch watch) {
        return of(desks, version, limits, redaction, watch, OtherServers.NONE);
    }

    /** With other servers beside them, which are not closed with the service. */
    static McpService of(
            Desks desks, String version, Limits limits, Redaction redaction, Watch watch, OtherServers others) {
        return of(desks, version, limits, redaction, watch, others, ResourceWatch.REST);
    }

    /** @param rest between two looks at the tables that somebody has subscribed to */
    static McpService of(
            Desks desks,
            String version,
            Limits limits,
            Redaction redaction,
            Watch watch,
            OtherServers others,
            Duration rest) {
        CallPool pool = new CallPool();
        ResourceBinding tables = new ResourceBinding(pool, redaction, desks);
        ResourceWatch resources = new ResourceWatch(tables, rest);
        ToolMethods tools = new ToolMethods(desks, pool, redaction, limits, watch);
        TreeMethods own = TreeMethods.all(
                List.of(tools, new PromptMethods(desks, pool, redaction), TemplateMethods.of(tables), new Viewer()));
        McpService service = of(
                others.isEmpty() ? own : new MixedMethods(own, tools, others),
                (sessions, json) -> McpServer.async(sessions)
                        .jsonMapper(json)
                        .jsonSchemaValidator(new UncheckedSchema())
                        .validateToolInputs(false)
                        .serverInfo(
                                Implementation.builder("mcp-buffet", version).build())
                        .capabilities(ServerCapabilities.builder()
                                .tools(!others.isEmpty())
                                .resources(true, !others.isEmpty())
                                .prompts(!others.isEmpty())
                                .completions()
                                .extensions(Map.of(Viewer.EXTENSION, Map.of()))
                                .build())
                        .resourceTemplates(tables.templates())
                        .completions(tables.completions())
                        .build(),
                () -> {
                    resources.close();
                    pool.close();
                    watch.close();
                });
        service.sessions.watch(resources);
        others.onChange(method -> service.sessions.notifyClients(method, null).subscribe());
        return service;
    }

    /**
     * Any server of the SDK.
     *
     * @param trees methods that are answered before the SDK sees them
     * @param more closed with the service
     */
    static McpService of(TreeMethods trees, BiFunction<Sessions, SdkJson, McpAsyncServer> server, AutoCloseable more) {
        SdkJson json = new SdkJson();
        Sessions sessions = new Sessions(json, trees);
        return new McpService(sessions, server.apply(sessions, json), more);
    }

    /** A conversation with a client whose messages outside of requests are picked up by {@link Conversation#listen}. */
    public Conversation open() {
        return new Conversation(sessions, Optional.empty());
    }

    /** A conversation with a client that all messages reach in one place. */
    public Conversation open(Outgoing standing) {
        return new Conversation(sessions, Optional.of(standing));
    }

    /** Cancels what is not answered. */
    @Override
    public void close() {
        server.close();
        try {
            more.close();
        } catch (Exception e) {
            throw new IllegalStateException("What a service has cannot be closed", e);
        }
    }
}
