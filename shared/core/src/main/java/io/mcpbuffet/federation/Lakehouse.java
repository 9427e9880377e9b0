package io.mcpbuffet.federation;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.Tables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** All configured catalogs by name, each opened at its first use. Safe for use by many threads. */
public final class Lakehouse implements Tables, AutoCloseable {
    /** How long a catalog may take where others are asked at the same time. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Map<String, LazyCatalog> catalogs;
    private final Parallel parallel;
    private final Listings listings;
    private final Names names;
    private final Access access;
    private final Clock clock;

    private Lakehouse(Map<String, LazyCatalog> catalogs, Parallel parallel, Access access, Clock clock) {
        this.catalogs = catalogs;
        this.parallel = parallel;
        this.access = access;
        this.clock = clock;
        this.listings = new Listings(catalogs, parallel, access);
        this.names = new Names(catalogs, parallel, listings, access, clock);
    }

    private static Map<String, LazyCatalog> lazily(
            List<CatalogSource> sources, CatalogProvider.Services services, Clock clock) {
        Map<String, LazyCatalog> catalogs = new LinkedHashMap<>();
        for (CatalogSource source : sources) {
            if (catalogs.put(source.name(), new LazyCatalog(source, services, clock)) != null) {
                throw LakeException.invalid("There are two catalogs '" + source.name() + "'")
                        .hint("Give each catalog a name of its own");
            }
        }
        return catalogs;
    }

    /** Connects to nothing. INVALID_ARGUMENT for two catalogs of one name. */
    public static Lakehouse of(List<CatalogSource> sources, CatalogProvider.Services services) {
        return of(sources, services, DEADLINE, Clock.systemUTC());
    }

    /** With another deadline per catalog for listings, and another clock for what is remembered for seconds. */
    public static Lakehouse of(
            List<CatalogSource> sources, CatalogProvider.Services services, Duration deadline, Clock clock) {
        Map<String, LazyCatalog> catalogs = lazily(sources, services, clock);
        return new Lakehouse(catalogs, new Parallel(deadline), Access.ALL, clock);
    }

    /**
     * The same lakehouse as somebody sees it: what is not open to him is not listed, not found and not suggested. It has the same open
     * catalogs and is not to be closed.
     */
    public Lakehouse seenWith(Access other) {
        Map<String, LazyCatalog> shown = new LinkedHashMap<>();
        catalogs.forEach((name, catalog) -> {
            if (other.catalog(name)) {
                shown.put(name, catalog);
            }
        });
        return new Lakehouse(shown, parallel, access.and(other), clock);
    }

    @Override
    public boolean whole() {
        return access.equals(Access.ALL);
    }

    @Override
    public boolean shows(TableRef table) {
        return access.table(table);
    }

    @Override
    public boolean shows(String catalog, Namespace namespace) {
        return access.namespace(catalog, namespace);
    }

    @Override
    public TableRef resolve(List<String> parts) {
        return names.resolve(parts);
    }

    /** The table that a possibly quoted, possibly short name means; throws as {@link #resolve(List)}. */
    public TableRef resolve(String name) {
        return resolve(TableRef.parts(name));
    }

    @Override
    public Catalog catalog(TableRef table) {
        return lazy(table.catalog()).get();
    }

    /** Uses a catalog on the caller's thread; a failure names the catalog. */
    public <T> T with(String catalog, Function<Catalog, T> use) {
        return lazy(catalog).use(use);
    }

    @Override
    public Optional<String> dialect(String catalog) {
        Optional<String> dialect = lazy(catalog).source().provider().dialect();
        return dialect.filter(known -> whole());
    }

    @Override
    public List<String> catalogs() {
        return List.copyOf(catalogs.keySet());
    }

    /** The configured catalogs, in order. */
    public List<CatalogSource> sources() {
        return catalogs.values().stream().map(LazyCatalog::source).toList();
    }

    /** Whether some configured catalog has the feature. Connects to nothing. */
    public boolean has(Feature feature) {
        return !with(feature).isEmpty();
    }

    /** Names of the catalogs that have the feature. Connects to nothing. */
    public List<String> with(Feature feature) {
        return sources().stream()
                .filter(s -> s.provider().features().contains(feature))
                .map(CatalogSource::name)
                .toList();
    }

    /**
     * Gives every table and view of a catalog, on the caller's thread; a failure names the catalog. Ends early, as if at the end, when
     * interrupted.
     *
     * @param refused gets the refusal of each namespace that may not be listed; the others follow
     */
    public void walk(String catalog, Consumer<TableEntry> each, Consumer<LakeException> refused) {
        lazy(catalog).use(open -> {
            Walk walk = Walk.from(
                    Walk.tablesBelow(catalog, Namespace.ROOT), open, true, PageRequest.MAX_SIZE, Optional.empty());
            while (!walk.done() && !Thread.currentThread().isInterrupted()) {
                step(walk, refused).ifPresent(entry -> each.accept((TableEntry) entry));
            }
            return null;
        });
    }

    private static Optional<Object> step(Walk walk, Consumer<LakeException> refused) {
        try {
            return walk.step();
        } catch (LakeException e) {
            if (e.code() != ErrorCode.PERMISSION_DENIED) {
                throw e;
            }
            walk.skip();
            refused.accept(e);
            return Optional.empty();
        }
    }

    /** Asks all catalogs at the same time whether they answer. */
    public List<CatalogStatus> status() {
        List<CatalogStatus> out = new ArrayList<>();
        for (var outcome : parallel.ask(List.copyOf(catalogs.values()), Lakehouse::ping)) {
            LakeException error = outcome.error();
            String name = outcome.catalog().name();
            out.add(error == null ? CatalogStatus.up(name) : CatalogStatus.of(name, error));
        }
        return List.copyOf(out);
    }

    /** Tables and views: of one namespace, or of all. NOT_FOUND for an unknown catalog or namespace. */
    public Listing<TableEntry> tables(ListRequest request) {
        return typed(listings.list(request, true), TableEntry.class);
    }

    /** Namespaces at every depth below the one that is named, or all, each with the name of its catalog as its first level. */
    public Listing<NamespaceEntry> namespaces(ListRequest request) {
        return typed(listings.list(request, false), NamespaceEntry.class);
    }

    private static <T> Listing<T> typed(Listing<Object> all, Class<T> type) {
        return new Listing<>(
                all.items().stream()
                        .map(i -> new Listing.Item<>(type.cast(i.value()), i.position()))
                        .toList(),
                all.more(),
                all.position(),
                all.catalogs());
    }

    private static Void ping(LazyCatalog lazy) {
        Catalog catalog = lazy.get();
        try {
            catalog.ping();
            return null;
        } catch (LakeException e) {
            if (e.code() == ErrorCode.UNAVAILABLE || e.code() == ErrorCode.AUTH_EXPIRED) {
                lazy.reopen(catalog);
            }
            throw e;
        }
    }

    /** NOT_FOUND with the nearest name where there is no catalog of that name. */
    public void require(String catalog) {
        lazy(catalog);
    }

    private LazyCatalog lazy(String name) {
        LazyCatalog found = catalogs.get(name);
        if (found == null) {
            throw Listings.unknownCatalog(name, catalogs.keySet());
        }
        return found;
    }

    /** Closes the catalogs that are open; a later use is UNAVAILABLE. */
    @Override
    public void close() {
        catalogs.values().forEach(LazyCatalog::close);
    }
}
