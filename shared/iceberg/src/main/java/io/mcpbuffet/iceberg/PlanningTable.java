package io.mcpbuffet.iceberg;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SupportsDistributedScanPlanning;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table's operations for planning, with manifests out of the cache. */
record PlanningTable(TableOperations table, FileIO cached) implements TableOperations {
    /** The table itself where it has no operations to read through, or where its server plans. */
    static Table of(Table table, ManifestCache manifests) {
        if (isRemote(table) || !(table instanceof HasTableOperations with)) {
            return table;
        }
        TableOperations operations = with.operations();
        return new BaseTable(new PlanningTable(operations, manifests.over(operations.io())), table.name());
    }

    /** Whether the server of the table says which files to read, so that its manifests need not be readable. */
    static boolean isRemote(Table table) {
        return table instanceof SupportsDistributedScanPlanning planning && !planning.allowDistributedPlanning();
    }

    /**
     * The schema whose names Iceberg binds the filter of a scan of a snapshot to: that of the partition specs, which is the table's own at its
     * newest snapshot, whatever the schema of that, and the snapshot's at others.
     */
    static Schema bound(Table table, TableScan scan, Snapshot snapshot) {
        Snapshot newest = table.currentSnapshot();
        boolean isNewest = newest != null && newest.snapshotId() == snapshot.snapshotId();
        return isNewest && !isRemote(table) ? table.schema() : scan.schema();
    }

    @Override
    public TableMetadata current() {
        return table.current();
    }

    @Override
    public TableMetadata refresh() {
        return table.refresh();
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        throw new UnsupportedOperationException("Nothing is committed");
    }

    @Override
    public FileIO io() {
        return cached;
    }

    @Override
    public EncryptionManager encryption() {
        return table.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return table.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return table.locationProvider();
    }
}
