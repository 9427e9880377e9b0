package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables with random histories, read by the engine and by Iceberg. {@code -Dbuffet.random.tables=N} makes N of them,
 * {@code -Dbuffet.random.seed=S} begins at a seed that failed.
 */
class RandomTablesTest {
    private static final int STEPS = 14;

    @TempDir
    private Path warehouse;

    static LongStream seeds() {
        long first = Long.getLong("buffet.random.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("buffet.random.tables", 8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothReadersAgreeOnEachSnapshot(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed, warehouse, List.of(FileFormat.PARQUET));
        LocalFileIO io = LocalFileIO.reading(List.of(warehouse), warehouse);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(history.step());
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
            assertThat(Readers.engine(history.table(), io::path, snapshot.snapshotId()))
                    .as("seed %d, snapshot %s, after %s", seed, snapshot, steps)
                    .containsExactlyInAnyOrderElementsOf(Readers.oracle(history.table(), snapshot.snapshotId()));
        }
    }
}
