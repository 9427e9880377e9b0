package io.mcpbuffet.duckdb.warehouse;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** One table in the namespace {@code default}, by its metadata file. */
final class SingleTableCatalog extends ReadOnlyCatalog {
    private static final Namespace DEFAULT = Namespace.of("default");

    private final Path metadata;
    private final TableIdentifier table;

    SingleTableCatalog(Path metadata, String name, LocalFileIO io) {
        super(io);
        this.metadata = metadata;
        this.table = TableIdentifier.of(DEFAULT, name);
    }

    @Override
    String metadataLocation(TableIdentifier wanted) {
        if (!wanted.equals(table)) {
            throw new NoSuchTableException("Table does not exist: %s", wanted);
        }
        return metadata.toString();
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        if (namespace.isEmpty()) {
            return List.of();
        }
        if (!namespace.equals(DEFAULT)) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
        }
        return List.of(table);
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        if (!parent.isEmpty() && !parent.equals(DEFAULT)) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", parent);
        }
        return below(parent, List.of(DEFAULT));
    }
}
