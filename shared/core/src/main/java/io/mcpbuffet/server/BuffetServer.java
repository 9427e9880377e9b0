package io.mcpbuffet.server;

import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.observe.CallListener;
import io.mcpbuffet.observe.CallTracing;
import io.mcpbuffet.observe.Metrics;
import io.mcpbuffet.observe.RecentCalls;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.observe.log.LogSettings;
import io.mcpbuffet.observe.trace.OtlpTracing;
import io.mcpbuffet.search.Embedder;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.server.http.HttpServer;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.EngineProvider;
import io.mcpbuffet.spi.EngineProvider.Engine;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.FileCache;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.tool.ColumnValues;
import io.mcpbuffet.tool.LakeTools;
import io.mcpbuffet.tool.OutputForm;
import io.mcpbuffet.tool.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A configured lakehouse with its engine and tools, ready to be served. Safe for use by many threads. */
public final class BuffetServer implements AutoCloseable {
    private final BuffetConfig config;
    private final Lakehouse lakehouse;
    private final Engine engine;
    private final TableSearch search;
    private final List<Tool> tools;
    private final LakeDesks desks;
    private final Redaction redaction;
    private final OtherServers others;
    private final Metrics metrics;
    private final RecentCalls recent = new RecentCalls();
    private final AtomicBoolean warm = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private BuffetServer(
            BuffetConfig config, Lakehouse lakehouse, Engine engine, OtherServers others, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.lakehouse = lakehouse;
        this.engine = engine;
        this.others = others;
        this.search = search(config, lakehouse, engine);
        this.redaction = Redaction.of(config);
        this.desks = new LakeDesks(lakehouse, engine, search, config.limits(), form(config.output()), this::warming);
        this.tools = LakeTools.of(lakehouse, engine, search, config.limits(), form(config.output()));
    }

    /** Over the whole lakehouse, with the model of the class path if there is one. Reads nothing yet. */
    private static TableSearch search(BuffetConfig config, Lakehouse lakehouse, Engine engine) {
        Path directory = DiskCache.directory(Environment.system()).resolve("search");
        return TableSearch.of(
                lakehouse,
                TableSearch.Settings.of(Optional.of(directory), config.limits().searchBytes()),
                ServiceLoader.load(Embedder.Provider.class).findFirst(),
                new ColumnValues(engine, Duration.ofSeconds(20)),
                Clock.systemUTC());
    }

    /** With the catalog kinds and the engine of the class path. Connects to nothing and starts nothing. */
    public static BuffetServer open(BuffetConfig config) {
        return open(config, providers(), engineProvider());
    }

    /** With these kinds and this engine. INVALID_ARGUMENT where a catalog is of no kind among them. */
    public static BuffetServer open(
            BuffetConfig config, List<? extends CatalogProvider> providers, EngineProvider engineProvider) {
        return open(config, providers, engineProvider, Beside.NOTHING);
    }

    /** What a server has beside what its configuration names as catalogs. */
    public record Beside(List<CatalogSource> catalogs, OtherServers servers) {
        public static final Beside NOTHING = new Beside(List.of(), OtherServers.NONE);

        public Beside {
            catalogs = List.copyOf(catalogs);
        }
    }

    /** With the catalog kinds and the engine of the class path, and with other servers, which are closed with this one. */
    public static BuffetServer open(BuffetConfig config, Beside beside) {
        return open(config, providers(), engineProvider(), beside);
    }

    private static BuffetServer open(
            BuffetConfig config,
            List<? extends CatalogProvider> providers,
            EngineProvider engineProvider,
            Beside beside) {
        LogSettings.mask(Redaction.of(config));
        List<CatalogSource> sources = new ArrayList<>();
        config.catalogs().values().forEach(c -> sources.add(source(c, providers)));
        sources.addAll(beside.catalogs());
        Metrics metrics = new Metrics(sources.stream().map(CatalogSource::name).collect(Collectors.toSet()));
        sources.replaceAll(each -> gated(each, config.service().concurrency(), metrics));
        // Catalogs may run SQL on the engine, and the engine looks tables up in the catalogs: neither does before the
        // first call.
        AtomicReference<Engine> engine = new AtomicReference<>();
        DiskCache files = DiskCache.in(
                DiskCache.directory(Environment.system()), config.limits().cacheBytes());
        Lakehouse lakehouse = Lakehouse.of(sources, new Shared(engine, files));
        engine.set(engineProvider.open(lakehouse, config.limits()));
        count(files, engine.get(), metrics);
        beside.servers().measure(metrics);
        return new BuffetServer(config, lakehouse, engine.get(), beside.servers(), metrics);
    }

    private static CatalogSource gated(CatalogSource source, ServiceConfig.Concurrency bounds, Metrics metrics) {
        CatalogGate gate = new CatalogGate(source.name(), bounds);
        metrics.gauge("buffet_catalog_calls_running", gate::running, "catalog", source.name());
        metrics.gauge("buffet_catalog_calls_waiting", gate::waiting, "catalog", source.name());
        return source.with(new GatedProvider(source.provider(), gate));
    }

    private static void count(DiskCache files, Engine engine, Metrics metrics) {
        metrics.total("buffet_cache_hits_total", files::hits);
        metrics.total("buffet_cache_misses_total", files::misses);
        metrics.total("buffet_cache_fetched_bytes_total", files::fetchedBytes);
        metrics.total("buffet_worker_restarts_total", engine::workerRestarts);
    }

    /** What the catalogs of a server have in common. */
    private record Shared(AtomicReference<Engine> engine, FileCache files) implements CatalogProvider.Services {
        @Override
        public LocalSql localSql() {
            return Objects.requireNonNull(engine.get());
        }
    }

    /** The catalog kinds on the class path, in the order of their names. */
    public static List<CatalogProvider> providers() {
        return ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .toList();
    }

    /** The version of the program. */
    public static String version() {
        return Optional.ofNullable(BuffetServer.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    private static EngineProvider engineProvider() {
        return ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow(() -> LakeException.of(ErrorCode.UNAVAILABLE, "There is no engine on the class path"));
    }

    private static CatalogSource source(CatalogConfig catalog, List<? extends CatalogProvider> providers) {
        return providers.stream()
                .filter(p -> p.kind().equals(catalog.kind()))
                .findFirst()
                .map(p -> new CatalogSource(catalog.name(), p, catalog.properties(), catalog.semantics()))
                .orElseThrow(() -> LakeException.invalid(
                                "Catalog '" + catalog.name() + "' is of the unknown kind '" + catalog.kind() + "'")
                        .hint("Known kinds: "
                                + String.join(
                                        ", ",
                                        providers.stream()
                                                .map(CatalogProvider::kind)
                                                .toList())));
    }

    private static OutputForm form(Output output) {
        return switch (output) {
            case BOTH -> OutputForm.BOTH;
            case TEXT -> OutputForm.TEXT;
            case STRUCTURED -> OutputForm.STRUCTURED;
        };
    }

    /** In their fixed order. */
    public List<Tool> tools() {
        return tools;
    }

    public Lakehouse lakehouse() {
        return lakehouse;
    }

    public Engine engine() {
        return engine;
    }

    /** What a model is told once about the whole server. */
    public String instructions() {
        return LakeTools.instructions(lakehouse, engine);
    }

    /** Serves until the input ends and all calls are answered, or the thread is interrupted. Does not close this server. */
    public void serveStdio(InputStream in, OutputStream out) {
        try (McpService service = service()) {
            new StdioTransport(in, out, Admission.local(config.service().access())).serve(service);
        } catch (IOException e) {
            throw LakeException.unavailable("The input cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The server was stopped", e);
        }
    }

    /**
     * Serves over HTTP until what is returned is closed. Does not close this server.
     *
     * @param http where and for whom
     */
    public HttpServer serveHttp(HttpConfig http) {
        return HttpServer.start(
                http, service(), Admission.of(http, config.service().access()), metrics, status());
    }

    private McpService service() {
        return McpService.of(desks, version(), config.limits(), redaction, watch(), others);
    }

    private StatusSource status() {
        CatalogStates states = new CatalogStates(lakehouse::status, BuffetServer::beside, System::nanoTime);
        return new LakeStatus(lakehouse, desks, states, recent, redaction, version(), Instant.now());
    }

    private static void beside(Runnable work) {
        Thread thread = new Thread(work, "catalog-states");
        thread.setDaemon(true);
        thread.start();
    }

    private Watch watch() {
        List<CallListener> listeners = new ArrayList<>(List.of(metrics, recent));
        config.service().audit().map(AuditLog::open).ifPresent(listeners::add);
        CallTracing tracing = config.service()
                .traces()
                .<CallTracing>map(to -> OtlpTracing.to(to, version()))
                .orElse(CallTracing.NONE);
        return new Watch(new RateLimits(config.service().rate(), System::nanoTime), listeners, tracing);
    }

    /** The worker starts beside the first call, whatever it is: a statement mostly follows, and a client that only looks has none. */
    private Tool warming(Tool tool) {
        return new Tool(
                tool.name(),
                tool.title(),
                tool.description(),
                tool.inputSchema(),
                tool.outputSchema(),
                tool.idempotent(),
                tool.openWorld(),
                (arguments, call) -> {
                    if (lakehouse.has(Feature.SQL) && warm.compareAndSet(false, true)) {
                        engine.warmUp();
                    }
                    return tool.handler().call(arguments, call);
                });
    }

    /** Ends the engine's worker and closes the catalogs; a second time does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            others.close();
            search.close();
            try {
                engine.close();
            } finally {
                lakehouse.close();
            }
        }
    }
}
