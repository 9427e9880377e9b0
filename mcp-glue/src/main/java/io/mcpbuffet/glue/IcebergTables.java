package io.mcpbuffet.glue;

import io.mcpbuffet.iceberg.CachedFiles;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Iceberg's Glue catalogs, one for each Data Catalog that a table was loaded from, as one that only loads. Safe for use by many
 * threads.
 */
final class IcebergTables implements Catalog, Closeable {
    private final String catalog;
    private final GlueTables tables;
    private final GlueProperties properties;
    private final Map<Optional<String>, Catalog> open = new ConcurrentHashMap<>();

    private IcebergTables(String catalog, GlueTables tables, GlueProperties properties) {
        this.catalog = catalog;
        this.tables = tables;
        this.properties = properties;
    }

    /** Made here, since a provider that is only asked for its kind has no need of Iceberg's classes. */
    static IcebergCatalog catalog(String catalog, GlueTables tables, GlueProperties properties, CachedFiles files) {
        return IcebergCatalog.of(catalog, new IcebergTables(catalog, tables, properties), files);
    }

    @Override
    public String name() {
        return catalog;
    }

    @Override
    public Table loadTable(TableIdentifier id) {
        TableRef ref =
                new TableRef(catalog, new Namespace(List.of(id.namespace().levels())), id.name());
        GlueTable table = tables.find(ref);
        return open.computeIfAbsent(table.database().catalogId(), this::open)
                .loadTable(TableIdentifier.of(table.database().name(), table.name()));
    }

    private Catalog open(Optional<String> catalogId) {
        return CatalogUtil.loadCatalog(
                "org.apache.iceberg.aws.glue.GlueCatalog", catalog, properties.iceberg(catalogId), null);
    }

    @Override
    public List<TableIdentifier> listTables(org.apache.iceberg.catalog.Namespace namespace) {
        throw readOnly();
    }

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        throw readOnly();
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("Tables are only loaded here");
    }

    @Override
    public void close() throws IOException {
        for (Catalog each : open.values()) {
            if (each instanceof Closeable closeable) {
                closeable.close();
            }
        }
    }
}
