package io.mcpbuffet.engine.push;

import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A catalog of which what is asked of the plans of its tables is changed, or noted. */
public record AskedCatalog(IcebergCatalog catalog, UnaryOperator<ScanRequest> requests)
        implements Catalog, Scannable, Snapshots {
    /** Leaves every request out of planning. */
    public static AskedCatalog whole(IcebergCatalog catalog) {
        return new AskedCatalog(catalog, request -> ScanRequest.ALL);
    }

    @Override
    public PinnedScan pin(TableRef table, AsOf asOf) {
        return new AskedScan(catalog.pin(table, asOf), requests);
    }

    @Override
    public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
        return catalog.snapshots(table, filter, page);
    }

    @Override
    public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
        return catalog.resolve(table, asOf);
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        return catalog.namespaces(parent, page);
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return catalog.tables(namespace, page);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        return catalog.table(table, asOf);
    }

    @Override
    public void ping() {
        catalog.ping();
    }

    @Override
    public void close() {
        catalog.close();
    }

    private record AskedScan(PinnedScan scan, UnaryOperator<ScanRequest> requests) implements PinnedScan {
        @Override
        public PinnedTable table() {
            return scan.table();
        }

        @Override
        public List<Field> schema() {
            return scan.schema();
        }

        @Override
        public ScanPlan plan(ScanRequest request) {
            return scan.plan(requests.apply(request));
        }
    }
}
