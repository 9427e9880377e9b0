package io.mcpbuffet.duckdb.warehouse;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/** An Iceberg catalog that only knows where the current metadata file of each table is. */
abstract class ReadOnlyCatalog implements Catalog, SupportsNamespaces {
    private final LocalFileIO io;

    ReadOnlyCatalog(LocalFileIO io) {
        this.io = io;
    }

    LocalFileIO io() {
        return io;
    }

    /** NoSuchTableException when there is no such table. */
    abstract String metadataLocation(TableIdentifier table);

    @Override
    public Table loadTable(TableIdentifier table) {
        return new BaseTable(new StaticTableOperations(metadataLocation(table), io), table.toString());
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        listNamespaces(namespace);
        return Map.of();
    }

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        throw readOnly();
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw readOnly();
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        throw readOnly();
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        throw readOnly();
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        throw readOnly();
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("The catalog is opened for reading");
    }

    /** The names directly below a parent, of namespaces given by all their levels. */
    static List<Namespace> below(Namespace parent, List<Namespace> all) {
        return all.stream()
                .filter(namespace -> namespace.length() > parent.length() && startsWith(namespace, parent))
                .map(namespace -> Namespace.of(Arrays.copyOf(namespace.levels(), parent.length() + 1)))
                .distinct()
                .toList();
    }

    static boolean startsWith(Namespace namespace, Namespace parent) {
        return namespace.length() >= parent.length()
                && List.of(namespace.levels()).subList(0, parent.length()).equals(List.of(parent.levels()));
    }
}
