package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import io.mcpbuffet.model.AsOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changed between two snapshots is found in the files that differ. */
class ChangedFilesTest {
    private static final int STEPS = 8;

    @TempDir
    private Path warehouse;

    static LongStream seeds() {
        return LongStream.range(100, 100 + Integer.getInteger("buffet.random.tables", 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theDifferenceOfTheFilesIsThatOfTheRows(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed, warehouse, List.of(FileFormat.PARQUET, FileFormat.AVRO));
        LocalFileIO io = LocalFileIO.reading(List.of(warehouse), warehouse);
        for (int i = 0; i < STEPS; i++) {
            history.step();
        }
        Table table = history.table();
        List<Snapshot> snapshots = new ArrayList<>();
        table.snapshots().forEach(snapshots::add);
        int fewer = 0;
        for (int i = 0; i < snapshots.size(); i++) {
            for (int other : List.of(0, Math.max(0, i - 1), snapshots.size() - 1)) {
                fewer += check(table, io, snapshots.get(i), snapshots.get(other)) ? 1 : 0;
            }
        }
        assertThat(fewer).as("pairs of which less was read").isPositive();
    }

    /** Whether less than all rows was read. */
    private boolean check(Table table, LocalFileIO io, Snapshot one, Snapshot other) throws Exception {
        if (!Objects.equals(one.schemaId(), other.schemaId())) {
            return false;
        }
        List<String> came = read(table, io, new AsOf.Change(one.snapshotId(), other.snapshotId(), false));
        List<String> went = read(table, io, new AsOf.Change(other.snapshotId(), one.snapshotId(), false));
        List<String> all = read(table, io, new AsOf.SnapshotId(one.snapshotId()));
        List<String> before = read(table, io, new AsOf.SnapshotId(other.snapshotId()));
        assertThat(minus(came, went)).as("from %s to %s", other, one).isEqualTo(minus(all, before));
        return came.size() < all.size();
    }

    private static List<String> read(Table table, LocalFileIO io, AsOf asOf) throws Exception {
        return Readers.engine(table, io::path, asOf);
    }

    private static List<String> minus(List<String> left, List<String> right) {
        List<String> rest = new ArrayList<>(left);
        right.forEach(rest::remove);
        return rest;
    }

    @Test
    void aStatementReadsThemByTheNamesOfBothSnapshots() {
        try (LakeEngine lake = new LakeEngine(warehouse)) {
            Table table =
                    lake.create("orders", new Schema(Types.NestedField.required(1, "id", Types.LongType.get())), 2);
            append(table, row(1L));
            long first = table.currentSnapshot().snapshotId();
            append(table, row(2L));
            append(table, row(3L));
            long last = table.currentSnapshot().snapshotId();
            var result =
                    lake.run("SELECT id FROM orders AT (VERSION => '" + last + " without " + first + "') ORDER BY id");
            assertThat(LakeEngine.wide(result)).containsExactly(List.of(2L), List.of(3L));
            assertThat(result.filesRead()).hasValue(2);
            assertThat(lake.rows("SELECT count(*), min(id) FROM orders AT (VERSION => '" + last + " without " + first
                            + "')"))
                    .containsExactly(List.of(2L, 2L));
            assertThat(lake.failure("SELECT id FROM orders AT (VERSION => '7 without " + first + "')"))
                    .hasMessageContaining("no snapshot 7");
        }
    }
}
