package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that Spark, PyIceberg and Flink wrote, at each snapshot of each metadata file. */
class OtherWritersTest {
    private static final Path ROOT =
            Path.of("../iceberg/src/test/resources/tables").toAbsolutePath().normalize();

    static List<String> metadata() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.endsWith(".metadata.json") && !file.endsWith(EMPTY_MAPPING))
                    .sorted()
                    .toList();
        }
    }

    /** An empty mapping leaves out a required column, which Iceberg's reader refuses and the engine reads as NULL. */
    private static final String EMPTY_MAPPING = "name_mapping/warehouse_1/mydb/t1/metadata/v3.2.metadata.json";

    @ParameterizedTest
    @MethodSource("metadata")
    void readsWhatIcebergReads(String metadata) throws Exception {
        LocalFileIO io = LocalFileIO.reading(List.of(ROOT), ROOT);
        Table table = new BaseTable(new StaticTableOperations(metadata, io), metadata);
        for (Snapshot snapshot : table.snapshots()) {
            if (!Files.exists(io.path(snapshot.manifestListLocation()))) {
                continue;
            }
            assertThat(Readers.engine(table, io::path, snapshot.snapshotId()))
                    .as("snapshot %s", snapshot)
                    .isEqualTo(Readers.oracle(table, snapshot.snapshotId()));
        }
    }
}
