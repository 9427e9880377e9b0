package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.external.ExternalScan;
import io.mcpbuffet.glue.external.Partition;
import io.mcpbuffet.glue.external.PartitionSource;
import io.mcpbuffet.iceberg.IcebergCatalog;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A Glue Data Catalog: what it lists is asked of Glue, Iceberg tables are read by Iceberg, others as their files lie. Safe for use by
 * many threads.
 */
final class GlueCatalog
        implements Catalog, Snapshots, Metadata, ColumnFigures, Changes, Scannable, Views, Versions, Diagnosable {
    private final String name;
    private final GlueService glue;
    private final GlueErrors errors;
    private final DataCatalogs catalogs;
    private final GlueTables tables;
    private final IcebergCatalog iceberg;
    private final TableFiles files;
    private final Supplier<String> identity;

    GlueCatalog(
            String name,
            GlueService glue,
            GlueErrors errors,
            DataCatalogs catalogs,
            GlueTables tables,
            IcebergCatalog iceberg,
            TableFiles files,
            Supplier<String> identity) {
        this.name = name;
        this.glue = glue;
        this.errors = errors;
        this.catalogs = catalogs;
        this.tables = tables;
        this.iceberg = iceberg;
        this.files = files;
        this.identity = identity;
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        List<String> path = parent.map(Namespace::levels).orElse(List.of());
        List<Namespace> inside = catalogs.below(path);
        List<Chunks.Source<NamespaceEntry>> sources = new ArrayList<>();
        Optional<DataCatalog> own = catalogs.at(path);
        own.ifPresent(catalog -> sources.add((token, max) -> databases(catalog, inside, token, max)));
        if (own.isEmpty() && inside.isEmpty()) {
            glue.database(tables.database(parent.orElseThrow()));
            return Page.last(List.of());
        }
        sources.add((token, max) -> new Chunk<>(inside.stream().map(this::entry).toList(), Optional.empty()));
        return new Chunks<>("the namespaces of " + name, sources).page(page);
    }

    /** A database that has the name of a catalog beside it is listed with that. */
    private Chunk<NamespaceEntry> databases(
            DataCatalog catalog, List<Namespace> inside, Optional<String> token, int max) {
        Chunk<GlueDatabase> chunk = glue.databases(catalog.id(), token, max);
        Namespace path = new Namespace(catalog.path());
        return new Chunk<>(
                chunk.items().stream()
                        .map(found -> new NamespaceEntry(path.child(found.name()), found.remark()))
                        .filter(entry -> !inside.contains(entry.namespace()))
                        .toList(),
                chunk.token());
    }

    private NamespaceEntry entry(Namespace inside) {
        return new NamespaceEntry(inside, catalogs.at(inside.levels()).flatMap(DataCatalog::comment));
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        try {
            DatabaseName database = tables.database(namespace);
            return new Chunks<GlueTable>(
                            "the tables of " + database, List.of((token, max) -> glue.tables(database, token, max)))
                    .page(page)
                    .map(table -> line(new TableRef(name, namespace, table.name()), table));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.NOT_FOUND
                    && catalogs.at(namespace.levels()).isPresent()
                    && !namespace.isRoot()) {
                return Page.last(List.of());
            }
            throw e;
        }
    }

    private TableEntry line(TableRef ref, GlueTable table) {
        tables.listed(ref, table);
        return GlueDescription.line(ref, table);
    }

    @Override
    public TableInfo table(TableRef ref, AsOf asOf) {
        GlueTable table = tables.find(ref);
        if (table.isIceberg() && !table.isView()) {
            TableInfo info = errors.translating(ref, () -> iceberg.table(ref, asOf));
            return GlueDescription.iceberg(info, table, statistics(table));
        }
        requireLatest(ref, asOf);
        return GlueDescription.external(ref, table, table.isView() ? List.of() : statistics(table));
    }

    /** Most tables have none, and few policies let them be read, so they are never the reason to fail. */
    private List<ColumnStatistic> statistics(GlueTable table) {
        try {
            return glue.statistics(table, table.columns());
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return List.of();
        }
    }

    private static void requireLatest(TableRef ref, AsOf asOf) {
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported(ref + " is no Iceberg table, so it keeps no past states")
                    .hint("Leave as_of out; list_tables shows which tables have the format iceberg");
        }
    }

    @Override
    public Page<Snapshot> snapshots(TableRef ref, Filter filter, PageRequest page) {
        return isIceberg(ref)
                ? errors.translating(ref, () -> iceberg.snapshots(ref, filter, page))
                : Page.last(List.of());
    }

    @Override
    public Optional<Snapshot> resolve(TableRef ref, AsOf asOf) {
        if (isIceberg(ref)) {
            return errors.translating(ref, () -> iceberg.resolve(ref, asOf));
        }
        requireLatest(ref, asOf);
        return Optional.empty();
    }

    private boolean isIceberg(TableRef ref) {
        GlueTable table = tables.find(ref);
        return table.isIceberg() && !table.isView();
    }

    @Override
    public MetadataPage inspect(TableRef ref, MetadataView view, AsOf asOf, PageRequest page) {
        if (isIceberg(ref)) {
            return errors.translating(ref, () -> iceberg.inspect(ref, view, asOf, page));
        }
        requireLatest(ref, asOf);
        return new GlueMetadata(glue).page(ref, tables.find(ref), view, page);
    }

    @Override
    public TableFigures figures(TableRef ref, AsOf asOf, List<String> columns) {
        if (isIceberg(ref)) {
            return errors.translating(ref, () -> iceberg.figures(ref, asOf, columns));
        }
        requireLatest(ref, asOf);
        GlueTable table = tables.find(ref);
        if (table.isView()) {
            throw LakeException.unsupported(ref + " is a view, of whose columns no figures are kept")
                    .hint("Use mode sample, which reads rows");
        }
        return GlueFigures.of(ref, table, glue.statistics(table, table.columns()), columns);
    }

    @Override
    public FileChanges changes(TableRef ref, AsOf from, AsOf to) {
        if (isIceberg(ref)) {
            return errors.translating(ref, () -> iceberg.changes(ref, from, to));
        }
        throw LakeException.unsupported(ref + " is no Iceberg table, so it keeps no past states");
    }

    @Override
    public Optional<String> version(TableRef ref) {
        return tables.version(ref);
    }

    @Override
    public PinnedScan pin(TableRef ref, AsOf asOf) {
        GlueTable table = tables.find(ref);
        if (table.isIceberg()) {
            return told(ref, table, errors.translating(ref, () -> iceberg.pin(ref, asOf)));
        }
        requireLatest(ref, asOf);
        if (table.isView()) {
            throw LakeException.unsupported("The view " + ref + " has no text in Glue, so it cannot be queried");
        }
        return told(ref, table, ExternalScan.of(ref, table.hive(), partitions(table), files.of(table)));
    }

    private PinnedScan told(TableRef ref, GlueTable table, PinnedScan scan) {
        return new ToldScan(errors, ref, table.lakeFormation() && !files.lakeFormation(), scan);
    }

    private PartitionSource partitions(GlueTable table) {
        return expression -> {
            List<Partition> all = new ArrayList<>();
            new Chunks<Partition>(
                            "the partitions of table '" + table.name() + "'",
                            List.of((token, max) -> glue.partitions(table, expression, token)))
                    .forEach(all::add);
            return all;
        };
    }

    @Override
    public Optional<ViewSql> view(TableRef ref, String dialect) {
        GlueTable table = tables.find(ref);
        return table.isView() ? GlueViews.sql(name, ref.namespace(), table, dialect) : Optional.empty();
    }

    @Override
    public void ping() {
        glue.databases(catalogs.at(List.of()).flatMap(DataCatalog::id), Optional.empty(), 1);
    }

    @Override
    public List<Probe> probes() {
        return List.of(
                new Probe("tell the identity", identity),
                new Probe("list databases", () -> namespaces(Optional.empty(), PageRequest.first(5)).items().stream()
                        .map(entry -> entry.namespace().toString())
                        .collect(Collectors.joining(", "))));
    }

    @Override
    public void close() {
        iceberg.close();
        files.close();
        glue.close();
    }
}
