package io.mcpbuffet.engine.scan;

import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.PinnedScan;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** A catalog of a table that a test holds. */
record OneTable(Table table) implements Catalog {
    static final TableRef REF = new TableRef("lake", Namespace.of("sales"), "orders");

    /** As the product pins it. */
    static PinnedScan pin(Table table, LocalFiles files, AsOf asOf) {
        return IcebergCatalog.of(REF.catalog(), new OneTable(table), files).pin(REF, asOf);
    }

    @Override
    public Table loadTable(TableIdentifier name) {
        return table;
    }

    @Override
    public List<TableIdentifier> listTables(org.apache.iceberg.catalog.Namespace namespace) {
        return List.of();
    }

    @Override
    public boolean dropTable(TableIdentifier name, boolean purge) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException();
    }
}
