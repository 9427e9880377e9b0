package io.mcpbuffet.server;

import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** What the SDK sees of all transports: it makes sessions here and sends to all clients. Safe for use by many threads. */
final class Sessions implements McpStreamableServerTransportProvider {
    /** Newest last, as the SDK offers the last one where the client asks for another. */
    static final List<String> VERSIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private final SdkJson json;
    private final TreeMethods trees;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final Subscriptions subscriptions = new Subscriptions();
    private volatile Optional<ResourceWatch> watch = Optional.empty();
    private McpStreamableServerSession.Factory factory;
    private volatile InitializeResult self;

    Sessions(SdkJson json, TreeMethods trees) {
        this.json = json;
        this.trees = trees;
    }

    SdkJson json() {
        return json;
    }

    TreeMethods trees() {
        return trees;
    }

    /** Empty for a server that tells of no changes of resources. */
    Optional<ResourceWatch> watch() {
        return watch;
    }

    void watch(ResourceWatch resources) {
        watch = Optional.of(resources);
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    McpStreamableServerSession.McpStreamableServerSessionInit start(InitializeRequest request) {
        return factory.startSession(request);
    }

    /** What the server is and can do, whoever asks. */
    InitializeResult self() {
        if (self == null) {
            InitializeRequest nobody = InitializeRequest.builder(
                            VERSIONS.get(VERSIONS.size() - 1),
                            ClientCapabilities.builder().build(),
                            Implementation.builder("self", "1").build())
                    .build();
            self = Objects.requireNonNull(start(nobody).initResult().block());
        }
        return self;
    }

    void add(Conversation conversation) {
        open.add(conversation);
    }

    void remove(Conversation conversation) {
        open.remove(conversation);
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessions) {
        this.factory = sessions;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Mono.fromRunnable(() -> {
            open.forEach(conversation -> conversation.notify(method, params));
            subscriptions.notify(method, params);
        });
    }

    @Override
    public Mono<Void> notifyClient(String session, String method, Object params) {
        return Mono.fromRunnable(() -> open.stream()
                .filter(conversation -> conversation.is(session))
                .forEach(conversation -> conversation.notify(method, params)));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> List.copyOf(open).forEach(Conversation::close));
    }
}
