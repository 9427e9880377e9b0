package io.mcpbuffet.iceberg;

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
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Changes;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.spi.Versions;
import io.mcpbuffet.spi.Views;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any Iceberg catalog behind our interfaces. Safe for use by many threads where the Iceberg catalog is. */
public final class IcebergCatalog
        implements io.mcpbuffet.spi.Catalog, Snapshots, Metadata, ColumnFigures, Changes, Scannable, Views, Versions {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergCatalog.class);

    private final String name;
    private final Catalog catalog;
    private final TableCache tables;
    private final LocalFiles files;
    private final ManifestCache manifests = new ManifestCache();

    private IcebergCatalog(String name, Catalog catalog, LocalFiles files) {
        this.name = name;
        this.catalog = catalog;
        this.tables = new TableCache(catalog);
        this.files = files;
    }

    /** Over a catalog that is open already and is closed with this one; {@code files} brings its files to the local disk. */
    public static IcebergCatalog of(String name, Catalog catalog, LocalFiles files) {
        return new IcebergCatalog(name, catalog, files);
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        if (!(catalog instanceof SupportsNamespaces listing)) {
            return Page.last(List.of());
        }
        return IcebergErrors.translating(parent.map(this::named).orElse(name), () -> {
            List<NamespaceEntry> all = listing
                    .listNamespaces(
                            parent.map(IcebergCatalog::iceberg).orElse(org.apache.iceberg.catalog.Namespace.empty()))
                    .stream()
                    .map(found -> new NamespaceEntry(new Namespace(List.of(found.levels())), Optional.empty()))
                    .sorted(Comparator.comparing(entry -> entry.namespace().toString()))
                    .toList();
            return page.slice(all);
        });
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return IcebergErrors.translating(named(namespace), () -> {
            Stream<TableEntry> found =
                    catalog.listTables(iceberg(namespace)).stream().map(id -> entry(id, namespace, TableKind.TABLE));
            Stream<TableEntry> views = catalog instanceof ViewCatalog listing
                    ? listing.listViews(iceberg(namespace)).stream().map(id -> entry(id, namespace, TableKind.VIEW))
                    : Stream.empty();
            return page.slice(Stream.concat(found, views)
                    .sorted(Comparator.comparing(entry -> entry.table().name()))
                    .toList());
        });
    }

    private TableEntry entry(TableIdentifier id, Namespace namespace, TableKind kind) {
        return new TableEntry(new TableRef(name, namespace, id.name()), kind, Optional.of("iceberg"), Optional.empty());
    }

    @Override
    public TableInfo table(TableRef ref, AsOf asOf) {
        return IcebergErrors.translating(ref, () -> {
            Optional<View> view = loadView(ref);
            if (view.isPresent()) {
                return TableDescription.of(ref, view.get(), asOf);
            }
            return TableDescription.of(ref, load(ref), asOf);
        });
    }

    @Override
    public Page<Snapshot> snapshots(TableRef ref, Filter filter, PageRequest page) {
        return IcebergErrors.translating(ref, () -> page.slice(history(ref).list(filter)));
    }

    @Override
    public Optional<Snapshot> resolve(TableRef ref, AsOf asOf) {
        return IcebergErrors.translating(ref, () -> {
            TableHistory history = history(ref);
            return history.resolve(asOf).map(history::model);
        });
    }

    @Override
    public MetadataPage inspect(TableRef ref, MetadataView view, AsOf asOf, PageRequest page) {
        return IcebergErrors.translating(ref, () -> {
            Table table = load(ref);
            return new MetadataRows(table, new TableHistory(table, ref).resolve(asOf)).page(view, page);
        });
    }

    @Override
    public TableFigures figures(TableRef ref, AsOf asOf, List<String> columns) {
        return IcebergErrors.translating(ref, () -> {
            if (loadView(ref).isPresent()) {
                throw LakeException.unsupported(ref + " is a view, of whose columns no figures are kept")
                        .hint("Use mode sample, which reads rows");
            }
            Table table = load(ref);
            TableHistory history = new TableHistory(table, ref);
            var snapshot = history.resolve(asOf);
            return new ManifestFigures(table, snapshot, history.schema(asOf, snapshot))
                    .of(columns, snapshot.map(history::model));
        });
    }

    @Override
    public FileChanges changes(TableRef ref, AsOf from, AsOf to) {
        return IcebergErrors.translating(ref, () -> {
            Table table = load(ref);
            TableHistory history = new TableHistory(table, ref);
            return new FileDifference(table).between(history.resolve(from), history.resolve(to));
        });
    }

    @Override
    public PinnedScan pin(TableRef ref, AsOf asOf) {
        return IcebergErrors.translating(ref, () -> IcebergScan.pin(ref, load(ref), asOf, files, manifests));
    }

    @Override
    public Optional<ViewSql> view(TableRef ref, String dialect) {
        return IcebergErrors.translating(ref, () -> loadView(ref).map(view -> ViewTexts.of(view, ref, dialect)));
    }

    /** Another one when columns, comments or properties change, and the same when rows do. */
    @Override
    public Optional<String> version(TableRef ref) {
        return IcebergErrors.translating(ref, () -> {
            if (loadView(ref).isPresent()) {
                return Optional.empty();
            }
            Table table = load(ref);
            return Optional.of(table.uuid() + "/" + table.schema().schemaId() + "/"
                    + Integer.toHexString(table.properties().hashCode()));
        });
    }

    @Override
    public void ping() {
        IcebergErrors.translating(name, () -> namespaces(Optional.empty(), PageRequest.first(1)));
    }

    private TableHistory history(TableRef ref) {
        return new TableHistory(load(ref), ref);
    }

    /** Iceberg takes a name such as {@code orders.files} for the metadata of a table, which rules on that table would not hold for. */
    private Table load(TableRef ref) {
        Table table = tables.load(identifier(ref));
        if (table instanceof BaseMetadataTable) {
            throw new NoSuchTableException("Table does not exist: %s", ref);
        }
        return table;
    }

    private Optional<View> loadView(TableRef ref) {
        if (!(catalog instanceof ViewCatalog views)) {
            return Optional.empty();
        }
        try {
            return Optional.of(views.loadView(identifier(ref)));
        } catch (NoSuchViewException e) {
            return Optional.empty();
        }
    }

    private static TableIdentifier identifier(TableRef ref) {
        return TableIdentifier.of(iceberg(ref.namespace()), ref.name());
    }

    private static org.apache.iceberg.catalog.Namespace iceberg(Namespace namespace) {
        return org.apache.iceberg.catalog.Namespace.of(namespace.levels().toArray(String[]::new));
    }

    private String named(Namespace namespace) {
        List<String> parts = new ArrayList<>(List.of(name));
        parts.addAll(namespace.levels());
        return new Namespace(parts).toString();
    }

    @Override
    public void close() {
        if (catalog instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.warn("Catalog {} did not close: {}", name, e.getMessage());
            }
        }
    }
}
