package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.CallLog;
import io.mcpbuffet.observe.Metrics;
import io.mcpbuffet.router.peer.PeerLink;
import io.mcpbuffet.router.peer.PeerProvider;
import io.mcpbuffet.router.remote.Offers.Offer;
import io.mcpbuffet.server.Caller;
import io.mcpbuffet.server.OtherServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other servers of a configuration, whose tools, resources and prompts are passed through. Safe for use by many threads. */
public final class Remotes implements OtherServers {
    private static final Logger LOG = LoggerFactory.getLogger(Remotes.class);
    private static final Duration COALESCE = Duration.ofMillis(300);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    /** A catalog is the same for all who ask; what each of them may see is decided here. */
    private static final Remote.Owner SHARED = new Remote.Owner("", "catalog");

    /** Between clients and servers of the newest revision; a server has its own. */
    private static final String ENVELOPE = "io.modelcontextprotocol/";

    private final List<Remote> remotes;
    private final boolean unified;
    private final ManifestFiles files;
    private final Pins pins;
    private final ScheduledThreadPoolExecutor clock;
    private final AtomicBoolean changePlanned = new AtomicBoolean();
    private final List<Consumer<String>> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile boolean settled;
    private volatile List<Remote> passing = List.of();
    private volatile Offers offers;

    private Remotes(List<ServerConfig> servers, ManifestFiles files, Pins pins, boolean unified) {
        this.unified = unified;
        this.files = files;
        this.pins = pins;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mcp-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        this.remotes = servers.stream().map(this::remote).toList();
        this.passing = remotes;
        this.offers = Offers.of(List.of(), pins, Remotes::refuse);
    }

    /**
     * Starts the servers that were never asked what they offer, and waits for them no longer than a limit; others start at their first
     * use. INVALID_ARGUMENT where two things would have one name.
     *
     * @param lock the file with the agreed definitions
     * @param kept where it is kept what servers offered
     * @param unified servers of ours are catalogs, unless their configuration says something else
     */
    public static Remotes open(List<ServerConfig> servers, Path lock, Path kept, Duration limit, boolean unified) {
        Remotes opened = new Remotes(servers, new ManifestFiles(kept), Pins.read(lock), unified);
        try {
            opened.learn(limit);
            opened.passing = opened.remotes.stream()
                    .filter(remote -> !opened.isCatalog(remote))
                    .toList();
            opened.offers = Offers.of(opened.passing, opened.pins, Remotes::refuse);
            opened.settled = true;
            opened.planChange();
            opened.clock.scheduleWithFixedDelay(
                    opened::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
            return opened;
        } catch (LakeException e) {
            opened.close();
            throw e;
        }
    }

    private void sweep() {
        remotes.forEach(Remote::sweep);
        remotes.stream().filter(remote -> remote.manifest().isEmpty()).forEach(Remote::tryAgain);
    }

    private Remote remote(ServerConfig server) {
        return new Remote(server, files.read(server), clock, manifest -> {
            files.write(server, manifest);
            planChange();
        });
    }

    private boolean isCatalog(Remote remote) {
        return switch (remote.config().role()) {
            case CATALOG -> true;
            case TOOLS -> false;
            case AUTO -> unified && remote.manifest().filter(Manifest::isOurs).isPresent();
        };
    }

    /** The servers that are catalogs here, which is settled when they are opened. */
    public List<CatalogSource> catalogs() {
        return remotes.stream()
                .filter(remote -> !passing.contains(remote))
                .map(Remotes::catalog)
                .toList();
    }

    private static CatalogSource catalog(Remote remote) {
        Manifest known = remote.manifest().orElse(Manifest.OF_OURS);
        Timing timing = remote.config().timing();
        PeerLink link = (params, limit, beside) -> remote.call(
                SHARED,
                new Ask(
                        "tools/call",
                        traced(params),
                        limit.orElse(timing.call()),
                        limit.filter(asked -> asked.compareTo(timing.most()) > 0)
                                .orElse(timing.most()),
                        beside));
        return new CatalogSource(
                ExposedName.catalog(remote.config().alias()),
                new PeerProvider(
                        remote.config().name(),
                        link,
                        known.names(ListKind.TOOLS),
                        known.dialects().values()),
                Map.of());
    }

    /** What a call that runs here asks is part of its trace. */
    private static ObjectNode traced(ObjectNode params) {
        CallLog.traceparent().ifPresent(trace -> params.withObject("_meta").put(Ask.TRACEPARENT, trace));
        return params;
    }

    private void learn(Duration limit) {
        CompletableFuture<?>[] unknown = remotes.stream()
                .filter(remote -> remote.manifest().isEmpty())
                .map(Remote::learn)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(unknown)
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static void refuse(Offer first, Offer second) {
        throw LakeException.invalid("Both the " + first.owner() + " and the " + second.owner() + " would be called '"
                        + first.name() + "'")
                .hint("Leave one of them out with 'deny' of mcpServers, or give a server another name");
    }

    private static void report(Offer first, Offer second) {
        LOG.error(
                "The {} is left out: it would be called '{}' like the {}", second.owner(), first.name(), first.owner());
    }

    /** What there is stays while we run. */
    private static void tooLate(Remote remote) {
        LOG.warn(
                "The server '{}' is one of ours and answered too late to be a catalog; it is one from the next start on",
                remote.config().name());
    }

    private void planChange() {
        if (settled && changePlanned.compareAndSet(false, true)) {
            clock.schedule(this::change, COALESCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void change() {
        changePlanned.set(false);
        Offers before = offers;
        passing.stream().filter(this::isCatalog).forEach(Remotes::tooLate);
        Offers now =
                Offers.of(passing.stream().filter(remote -> !isCatalog(remote)).toList(), pins, Remotes::report);
        offers = now;
        Set<String> methods = new LinkedHashSet<>();
        for (ListKind kind : ListKind.values()) {
            if (now.differs(before, kind)) {
                methods.add(kind.changed());
            }
        }
        methods.forEach(method -> told.forEach(listener -> listener.accept(method)));
    }

    @Override
    public boolean isEmpty() {
        return passing.isEmpty();
    }

    @Override
    public List<ObjectNode> listed(String method, Principal principal) {
        return ListKind.of(method)
                .map(kind -> offers.list(kind, principal.access()))
                .orElse(List.of());
    }

    @Override
    public Optional<Asking> find(String method, JsonNode params, Principal principal) {
        Access access = principal.access();
        return switch (method) {
            case "tools/call" -> named(ListKind.TOOLS, method, params, access);
            case "prompts/get" -> named(ListKind.PROMPTS, method, params, access);
            case "resources/read" ->
                offers.resource(params.path("uri").asText(), access)
                        .map(remote -> (caller, beside) -> send(remote, method, shown(params, caller), caller, beside));
            case "completion/complete" -> completion(method, params, access);
            default -> Optional.empty();
        };
    }

    private Optional<Asking> named(ListKind kind, String method, JsonNode params, Access access) {
        String name = params.path("name").asText();
        Optional<Offer> offer = offers.find(kind, name, access);
        if (offer.isEmpty()) {
            return unknown(name, access)
                    .map(remote -> (caller, beside) -> CompletableFuture.failedFuture(remote.unknown()));
        }
        if (offer.get().blocked()) {
            return Optional.of((caller, beside) -> CompletableFuture.failedFuture(changed(offer.get())));
        }
        return Optional.of((caller, beside) -> {
            ObjectNode shown = shown(params, caller).put("name", offer.get().original());
            return send(offer.get().remote(), method, shown, caller, beside);
        });
    }

    /** What a server offers that was never heard of is not known, but the server is. */
    private Optional<Remote> unknown(String name, Access access) {
        return passing.stream()
                .filter(remote -> remote.manifest().isEmpty()
                        && access.tool(name)
                        && name.startsWith(remote.config().alias() + ExposedName.SEPARATOR))
                .findFirst();
    }

    private static LakeException changed(Offer offer) {
        return LakeException.of(
                        ErrorCode.PERMISSION_DENIED,
                        "The definition of the " + offer.owner() + " is not the one that " + Pins.FILE + " holds")
                .hint("Whoever runs this server can look at it and agree with: buffet lock "
                        + offer.remote().config().name());
    }

    private Optional<Asking> completion(String method, JsonNode params, Access access) {
        JsonNode about = params.path("ref");
        if (about.path("type").asText().equals("ref/prompt") && about instanceof ObjectNode prompt) {
            return offers.find(ListKind.PROMPTS, prompt.path("name").asText(), access)
                    .map(offer -> (caller, beside) -> {
                        ObjectNode shown = shown(params, caller);
                        shown.set("ref", prompt.deepCopy().put("name", offer.original()));
                        return send(offer.remote(), method, shown, caller, beside);
                    });
        }
        return offers.find(ListKind.TEMPLATES, about.path("uri").asText(), access)
                .map(offer -> (caller, beside) -> send(offer.remote(), method, shown(params, caller), caller, beside));
    }

    private static CompletableFuture<ObjectNode> send(
            Remote remote, String method, ObjectNode params, Caller caller, BiConsumer<String, JsonNode> beside) {
        Timing timing = remote.config().timing();
        return remote.call(
                new Remote.Owner(caller.principal().name(), caller.session()),
                new Ask(method, params, timing.call(), timing.most(), beside));
    }

    /** A copy without what is between the client and us, with the trace that the request is part of. */
    private static ObjectNode shown(JsonNode params, Caller caller) {
        ObjectNode shown = Json.object();
        params.properties().forEach(field -> shown.set(field.getKey(), field.getValue()));
        JsonNode meta = params.path("_meta");
        if (!meta.isObject() && caller.traceparent().isEmpty()) {
            return shown;
        }
        ObjectNode kept = shown.putObject("_meta");
        meta.properties().forEach(field -> {
            if (!field.getKey().startsWith(ENVELOPE)) {
                kept.set(field.getKey(), field.getValue());
            }
        });
        caller.traceparent().ifPresent(trace -> kept.put(Ask.TRACEPARENT, trace));
        if (kept.isEmpty()) {
            shown.remove("_meta");
        }
        return shown;
    }

    @Override
    public void ended(Caller caller) {
        Remote.Owner owner = new Remote.Owner(caller.principal().name(), caller.session());
        remotes.forEach(remote -> remote.ended(owner));
    }

    @Override
    public void onChange(Consumer<String> listener) {
        told.add(listener);
    }

    @Override
    public void measure(Metrics metrics) {
        for (Remote remote : remotes) {
            for (String event : Counters.ALL) {
                metrics.total(
                        "buffet_server_events_total",
                        () -> remote.counters().count(event),
                        "server",
                        remote.config().name(),
                        "event",
                        event);
            }
        }
    }

    /** Agrees to what these servers offer now; all for an empty list. The names of those that could not be asked come back. */
    public List<String> agree(List<String> names) {
        List<String> silent = new ArrayList<>();
        for (Remote remote : remotes) {
            if (names.isEmpty() || names.contains(remote.config().name())) {
                remote.learn().join();
                if (remote.trouble().isPresent() || remote.manifest().isEmpty()) {
                    silent.add(remote.config().name());
                } else {
                    pins.agree(remote.config(), remote.manifest().get());
                }
            }
        }
        return silent;
    }

    @Override
    public void close() {
        remotes.forEach(Remote::close);
        clock.shutdownNow();
    }
}
