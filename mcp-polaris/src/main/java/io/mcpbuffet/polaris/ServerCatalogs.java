package io.mcpbuffet.polaris;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.polaris.rest.Management;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Changes;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.spi.Versions;
import io.mcpbuffet.spi.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All catalogs of a Polaris, each under a namespace of its name, opened when it is first used. Safe for use by many threads. */
final class ServerCatalogs
        implements Catalog, Snapshots, Metadata, ColumnFigures, Changes, Scannable, Views, Versions, Diagnosable {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final String name;
    private final Management management;
    private final Supplier<Instant> clock;
    private final Function<String, PolarisCatalog> opening;
    private final Map<String, PolarisCatalog> open = new ConcurrentHashMap<>();
    private volatile Known known = new Known(Instant.MIN, List.of());

    private record Known(Instant at, List<Management.CatalogLine> catalogs) {
        boolean has(String catalog) {
            return catalogs.stream().anyMatch(each -> each.name().equals(catalog));
        }
    }

    ServerCatalogs(
            String name, Management management, Supplier<Instant> clock, Function<String, PolarisCatalog> opening) {
        this.name = name;
        this.management = management;
        this.clock = clock;
        this.opening = opening;
    }

    private Known catalogs(Duration fresh) {
        Known last = known;
        if (last.at().plus(fresh).isBefore(clock.get())) {
            last = new Known(clock.get(), read());
            known = last;
        }
        return last;
    }

    private List<Management.CatalogLine> read() {
        try {
            return management.catalogs().stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        } catch (LakeException e) {
            throw e.code() == ErrorCode.PERMISSION_DENIED
                    ? e.hint(
                            "Listing the catalogs of a Polaris needs the privilege CATALOG_LIST: without it, write an entry with"
                                    + " warehouse: NAME for each catalog")
                    : e;
        }
    }

    /** The catalog that the first level of a namespace names. */
    private PolarisCatalog at(Namespace namespace) {
        String first = namespace.levels().isEmpty() ? "" : namespace.levels().get(0);
        if (!catalogs(FRESH).has(first) && !catalogs(RETRY).has(first)) {
            throw LakeException.notFound("There is no namespace " + new Namespace(List.of(name, first))
                            + ": the server has no catalog of that name")
                    .hint("list_namespaces names those there are");
        }
        return open.computeIfAbsent(first, opening);
    }

    private PolarisCatalog of(TableRef table) {
        if (table.namespace().isRoot()) {
            throw LakeException.notFound("There is no table " + table)
                    .hint("Write " + name + ".CATALOG.NAMESPACE.TABLE, with a catalog of the server");
        }
        return at(table.namespace());
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        if (parent.isPresent() && !parent.get().isRoot()) {
            return at(parent.get()).namespaces(parent, page);
        }
        return page.slice(catalogs(FRESH).catalogs().stream()
                .map(each -> new NamespaceEntry(Namespace.of(each.name()), Optional.of(comment(each))))
                .toList());
    }

    private static String comment(Management.CatalogLine catalog) {
        return "A catalog of the server"
                + (catalog.type().equals("EXTERNAL") ? ", kept by another one" : "")
                + catalog.location().map(at -> ", at " + at).orElse("");
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return namespace.isRoot() ? Page.last(List.of()) : at(namespace).tables(namespace, page);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        return of(table).table(table, asOf);
    }

    @Override
    public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
        return of(table).snapshots(table, filter, page);
    }

    @Override
    public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
        return of(table).resolve(table, asOf);
    }

    @Override
    public MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page) {
        return of(table).inspect(table, view, asOf, page);
    }

    @Override
    public TableFigures figures(TableRef table, AsOf asOf, List<String> columns) {
        return of(table).figures(table, asOf, columns);
    }

    @Override
    public FileChanges changes(TableRef table, AsOf from, AsOf to) {
        return of(table).changes(table, from, to);
    }

    @Override
    public Optional<String> version(TableRef table) {
        return of(table).version(table);
    }

    @Override
    public Duration believed() {
        return PolarisCatalog.BELIEVED;
    }

    @Override
    public PinnedScan pin(TableRef table, AsOf asOf) {
        return of(table).pin(table, asOf);
    }

    @Override
    public Optional<ViewSql> view(TableRef table, String dialect) {
        return of(table).view(table, dialect);
    }

    @Override
    public void ping() {
        catalogs(Duration.ZERO);
    }

    @Override
    public List<Probe> probes() {
        return List.of(
                new Probe("list the catalogs", () -> catalogs(Duration.ZERO).catalogs().stream()
                        .map(Management.CatalogLine::name)
                        .collect(Collectors.joining(", "))),
                new Probe("open each catalog", this::opened));
    }

    private String opened() {
        List<Management.CatalogLine> all = catalogs(FRESH).catalogs();
        all.forEach(each -> at(Namespace.of(each.name())).ping());
        return all.size() + " of " + all.size();
    }

    @Override
    public void close() {
        open.values().forEach(PolarisCatalog::close);
    }
}
