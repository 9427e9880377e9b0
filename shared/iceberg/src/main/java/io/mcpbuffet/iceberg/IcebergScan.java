package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * An Iceberg table held at one snapshot.
 *
 * @param without whose files are left out where they are the same there, deletes included
 */
record IcebergScan(
        TableRef ref,
        Table source,
        Table planning,
        ManifestCache manifests,
        Optional<Snapshot> snapshot,
        Optional<Snapshot> without,
        Schema iceberg,
        LocalFiles files)
        implements PinnedScan {

    static IcebergScan pin(TableRef ref, Table table, AsOf asOf, LocalFiles files, ManifestCache manifests) {
        TableHistory history = new TableHistory(table, ref);
        Optional<Snapshot> snapshot = history.resolve(asOf);
        snapshot.ifPresent(found -> requirePlain(ref, found));
        Optional<Snapshot> without = asOf instanceof AsOf.Change change
                ? history.resolve(new AsOf.SnapshotId(change.other()))
                : Optional.empty();
        return new IcebergScan(
                ref,
                table,
                PlanningTable.of(table, manifests),
                manifests,
                snapshot,
                without,
                history.schema(asOf, snapshot),
                files);
    }

    /** Data files say for themselves whether they are encrypted; the list of manifests does not. */
    private static void requirePlain(TableRef ref, Snapshot snapshot) {
        if (snapshot.keyId() != null) {
            throw LakeException.unsupported("The table " + ref + " is encrypted: the manifest list of its snapshot "
                            + snapshot.snapshotId() + " has a key")
                    .hint("Read this table with an engine that has its keys");
        }
    }

    @Override
    public PinnedTable table() {
        return new PinnedTable(
                ref,
                snapshot.map(s -> OptionalLong.of(s.snapshotId())).orElse(OptionalLong.empty()),
                snapshot.map(s -> Instant.ofEpochMilli(s.timestampMillis())));
    }

    @Override
    public List<Field> schema() {
        return IcebergTypes.fields(iceberg);
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        return IcebergErrors.translating(ref, () -> new ScanPlanner(ref, source, planning, manifests, iceberg, files)
                .plan(snapshot, without, request));
    }

    @Override
    public boolean divides(String column) {
        return snapshot.isPresent()
                && !PlanningTable.isRemote(planning)
                && IcebergErrors.translating(ref, () -> new Spread(planning, iceberg).divides(snapshot.get(), column));
    }

    @Override
    public Optional<ExactValues> exact(List<String> columns, RowFilter filter) {
        if (snapshot.isEmpty()) {
            return Optional.of(new ExactValues(0, 0, Map.of()));
        }
        if (without.isPresent() || PlanningTable.isRemote(planning)) {
            return Optional.empty();
        }
        return IcebergErrors.translating(
                ref, () -> new TableBounds(planning, iceberg).of(snapshot.get(), columns, filter));
    }
}
