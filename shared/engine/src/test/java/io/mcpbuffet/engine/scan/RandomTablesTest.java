package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables with random histories, read by the engine and by Iceberg. {@code -Dbuffet.random.tables=N} makes N of them,
 * {@code -Dbuffet.random.seed=S} begins at a seed that failed.
 */
class RandomTablesTest {
    private static final int STEPS = 14;
    private static final int TABLES = 8;

    private static final Map<String, Integer> HAPPENED = new TreeMap<>();
    private static final Map<FileFormat, Integer> FILES = new EnumMap<>(FileFormat.class);
    private static int known;

    @TempDir
    private Path warehouse;

    /** What the tables of all seeds went through, so that a run shows what it has shown. */
    @AfterAll
    static void allKindsOfChangesAndFilesWereThere() {
        System.out.println("Random tables of seeds " + seeds().boxed().toList() + ": " + HAPPENED + ", files " + FILES
                + ", bounds known " + known);
        if (seeds().count() < TABLES) {
            return;
        }
        assertThat(HAPPENED).containsKeys(RandomHistory.STEPS.toArray(String[]::new));
        assertThat(known).isPositive();
        assertThat(FILES).containsKeys(FileFormat.PARQUET, FileFormat.AVRO, FileFormat.ORC);
    }

    static LongStream seeds() {
        long first = Long.getLong("buffet.random.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("buffet.random.tables", TABLES));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothReadersAgreeOnEachSnapshot(long seed) throws Exception {
        RandomHistory history =
                new RandomHistory(seed, warehouse, List.of(FileFormat.PARQUET, FileFormat.AVRO, FileFormat.ORC));
        LocalFileIO io = LocalFileIO.reading(List.of(warehouse), warehouse);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(history.step());
            HAPPENED.merge(steps.get(i).startsWith("refused") ? "refused" : steps.get(i), 1, Integer::sum);
            Snapshot current = history.table().currentSnapshot();
            if (current != null) {
                assertThat(Readers.engine(history.table(), io::path, current.snapshotId()))
                        .as(
                                "seed %d after %s, schema %s",
                                seed, steps, history.table().schema())
                        .containsExactlyInAnyOrderElementsOf(Readers.oracle(history.table(), current.snapshotId()));
            }
        }
        for (Snapshot snapshot : history.table().snapshots()) {
            count(history.table(), snapshot);
            known += Readers.totals(history.table(), io::path, snapshot.snapshotId());
            assertThat(Readers.engine(history.table(), io::path, snapshot.snapshotId()))
                    .as("seed %d, snapshot %s, after %s", seed, snapshot, steps)
                    .containsExactlyInAnyOrderElementsOf(Readers.oracle(history.table(), snapshot.snapshotId()));
        }
    }

    private static void count(Table table, Snapshot snapshot) throws IOException {
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
            tasks.forEach(task -> FILES.merge(task.file().format(), 1, Integer::sum));
        }
    }
}
