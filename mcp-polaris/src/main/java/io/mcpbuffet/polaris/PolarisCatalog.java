package io.mcpbuffet.polaris;

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
import io.mcpbuffet.polaris.rest.RestServer;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.spi.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.Endpoint;

/** One catalog behind the Iceberg REST protocol. Safe for use by many threads. */
final class PolarisCatalog implements Catalog, Snapshots, Metadata, Scannable, Views, Diagnosable {
    private final String name;
    private final RestServer server;
    private final IcebergCatalog tables;
    private final Names names;

    private PolarisCatalog(String name, RestServer server, IcebergCatalog tables) {
        this.name = name;
        this.server = server;
        this.tables = tables;
        this.names = new Names(name, server.separator());
    }

    static PolarisCatalog of(String name, RestServer server, LocalFiles files) {
        return new PolarisCatalog(name, server, IcebergCatalog.of(name, server.catalog(), files));
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
                .map(child -> new NamespaceEntry(new Namespace(List.of(child.levels())), Optional.empty())));
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        if (namespace.isRoot()) {
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
        return found(namespace, () -> new PagedListing<>("the tables of " + names.shown(namespace), parts).page(page));
    }

    private RestServer.Listed<TableEntry> entries(
            RestServer.Listed<TableIdentifier> page, Namespace namespace, TableKind kind) {
        return new RestServer.Listed<>(
                page.items().stream()
                        .map(id -> new TableEntry(
                                new TableRef(name, namespace, id.name()),
                                kind,
                                Optional.of("iceberg"),
                                Optional.empty()))
                        .toList(),
                page.next());
    }

    private <T> T found(Namespace namespace, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchNamespaceException e) {
            throw LakeException.of(
                            io.mcpbuffet.error.ErrorCode.NOT_FOUND,
                            "There is no namespace " + names.shown(namespace),
                            e)
                    .hint("list_namespaces names those there are");
        }
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return tables.table(table, asOf);
    }

    @Override
    public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
        names.iceberg(table);
        return tables.snapshots(table, filter, page);
    }

    @Override
    public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return tables.resolve(table, asOf);
    }

    @Override
    public MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page) {
        names.iceberg(table);
        return tables.inspect(table, view, asOf, page);
    }

    @Override
    public PinnedScan pin(TableRef table, AsOf asOf) {
        names.iceberg(table);
        return tables.pin(table, asOf);
    }

    @Override
    public Optional<ViewSql> view(TableRef table, String dialect) {
        names.iceberg(table);
        return tables.view(table, dialect);
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
