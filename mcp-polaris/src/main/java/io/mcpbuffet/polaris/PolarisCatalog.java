package io.mcpbuffet.polaris;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.polaris.rest.Management;
import io.mcpbuffet.polaris.rest.RestServer;
import io.mcpbuffet.polaris.rest.RestServer.Listed;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.Endpoint;

/** One catalog behind the Iceberg REST protocol. Safe for use by many threads. */
final class PolarisCatalog
        implements Catalog, Snapshots, Metadata, ColumnFigures, Changes, Scannable, Views, Versions, Diagnosable {
    static final Duration BELIEVED = Duration.ofMinutes(10);

    private final String name;
    private final RestServer server;
    private final IcebergCatalog tables;
    private final Names names;
    private final GenericTables others;
    private final Governance governance;

    private PolarisCatalog(RestServer server, IcebergCatalog tables, Names names, Governance governance) {
        this.name = names.catalog();
        this.server = server;
        this.tables = tables;
        this.names = names;
        this.others = new GenericTables(server.objects(), names);
        this.governance = governance;
    }

    /** Where one entry shows several catalogs of a server, {@code above} is the level that this one's namespaces are under. */
    static PolarisCatalog of(
            String name,
            List<String> above,
            String warehouse,
            RestServer server,
            Management management,
            LocalFiles files) {
        Names names = new Names(name, above, server.separator());
        return new PolarisCatalog(
                server,
                IcebergCatalog.of(name, server.catalog(), files),
                names,
                new Governance(warehouse, names, management, server.objects()));
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        Namespace above = parent.orElse(Namespace.ROOT);
        org.apache.iceberg.catalog.Namespace iceberg = names.iceberg(above);
        if (!server.offers(Endpoint.V1_LIST_NAMESPACES)) {
            return Page.last(List.of());
        }
        return found(above, () -> new PagedListing<>(
                        "the namespaces of " + name,
                        List.<PagedListing.Part<org.apache.iceberg.catalog.Namespace>>of(
                                (token, size) -> server.namespaces(iceberg, token, size)))
                .page(page)
                .map(child -> new NamespaceEntry(names.shown(child), Optional.empty())));
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        if (names.isTop(namespace)) {
            return Page.last(List.of());
        }
        org.apache.iceberg.catalog.Namespace iceberg = names.iceberg(namespace);
        List<PagedListing.Part<TableEntry>> parts = new ArrayList<>();
        if (server.offers(Endpoint.V1_LIST_TABLES)) {
            parts.add((token, size) -> entries(server.tables(iceberg, token, size), namespace, TableKind.TABLE));
        }
        if (server.offers(Endpoint.V1_LIST_VIEWS)) {
            parts.add((token, size) -> entries(server.views(iceberg, token, size), namespace, TableKind.VIEW));
        }
        if (server.objects().hasTables()) {
            parts.add((token, size) -> server.objects()
                    .tables(iceberg, token, size)
                    .map(each -> GenericTables.entry(new TableRef(name, namespace, each))));
        }
        return found(namespace, () -> new PagedListing<>("the tables of " + names.shown(namespace), parts).page(page));
    }

    private Listed<TableEntry> entries(Listed<TableIdentifier> page, Namespace namespace, TableKind kind) {
        return page.map(id -> new TableEntry(
                new TableRef(name, namespace, id.name()), kind, Optional.of("iceberg"), Optional.empty()));
    }

    private <T> T found(Namespace namespace, Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchNamespaceException e) {
            throw LakeException.of(ErrorCode.NOT_FOUND, "There is no namespace " + names.shown(namespace), e)
                    .hint("list_namespaces names those there are");
        }
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return others.or(table, () -> tables.table(table, asOf), found -> GenericTables.info(table, found, asOf));
    }

    @Override
    public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
        names.iceberg(table);
        return others.or(table, () -> tables.snapshots(table, filter, page), found -> Page.last(List.of()));
    }

    @Override
    public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return others.or(table, () -> tables.resolve(table, asOf), found -> {
            GenericTables.requireLatest(table, found, asOf);
            return Optional.empty();
        });
    }

    @Override
    public MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page) {
        names.iceberg(table);
        if (view == MetadataView.GRANTS) {
            return governance.grants(table, table(table, AsOf.LATEST).kind(), page);
        }
        if (view == MetadataView.POLICIES) {
            return governance.policies(table(table, AsOf.LATEST).table(), page);
        }
        return others.or(
                table,
                () -> tables.inspect(table, view, asOf, page),
                found -> GenericTables.metadata(table, found, view, page));
    }

    @Override
    public TableFigures figures(TableRef table, AsOf asOf, List<String> columns) {
        names.iceberg(table);
        return others.only(table, () -> tables.figures(table, asOf, columns));
    }

    @Override
    public FileChanges changes(TableRef table, AsOf from, AsOf to) {
        names.iceberg(table);
        return others.only(table, () -> tables.changes(table, from, to));
    }

    @Override
    public Optional<String> version(TableRef table) {
        names.iceberg(table);
        return others.or(table, () -> tables.version(table), found -> Optional.empty());
    }

    /** A listing tells names alone, so each table is loaded; a server that knows If-None-Match answers without its metadata. */
    @Override
    public Duration believed() {
        return BELIEVED;
    }

    @Override
    public PinnedScan pin(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return others.only(table, () -> tables.pin(table, asOf));
    }

    @Override
    public Optional<ViewSql> view(TableRef table, String dialect) {
        names.iceberg(table);
        return tables.view(table, dialect)
                .map(sql -> new ViewSql(
                        sql.sql(),
                        sql.dialect(),
                        sql.defaultCatalog(),
                        names.under(List.of()),
                        names.under(sql.defaultNamespace().levels()),
                        sql.columns()));
    }

    @Override
    public void ping() {
        if (server.offers(Endpoint.V1_LIST_NAMESPACES)) {
            server.namespaces(org.apache.iceberg.catalog.Namespace.empty(), "", 1);
        }
    }

    @Override
    public List<Probe> probes() {
        return List.of(
                new Probe("identity", server::identity),
                new Probe("read the server", this::offered),
                new Probe("list namespaces", () -> namespaces(Optional.empty(), PageRequest.first(5)).items().stream()
                        .map(entry -> entry.namespace().toString())
                        .collect(Collectors.joining(", "))));
    }

    private String offered() {
        String prefix = server.properties().getOrDefault("prefix", "");
        return (prefix.isEmpty() ? "no prefix" : "prefix " + prefix)
                + (server.offers(Endpoint.V1_LIST_VIEWS) ? ", views" : ", no views")
                + (server.offers(Endpoint.V1_TABLE_CREDENTIALS) ? ", credentials" : "")
                + (server.offers(Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN) ? ", scan planning" : "");
    }

    @Override
    public void close() {
        tables.close();
    }
}
