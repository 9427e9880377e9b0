package io.mcpbuffet.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanPlan.DeletionVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionVectorsTest {
    private static final TableRef REF = new TableRef("lake", Namespace.of("n"), "events");
    private static final TableIdentifier ID = TableIdentifier.of("n", "events");
    private static final int FILES = 40;

    @TempDir
    private Path warehouse;

    @Test
    void readsAllVectorsOfAPuffinFileByOpeningItOnce() throws IOException {
        create();
        LocalCatalog catalog = LocalCatalog.reading(warehouse, warehouse);
        OpenedFiles opened = new OpenedFiles();
        HasTableOperations loaded = (HasTableOperations) catalog.loadTable(ID);
        Table counted = new BaseTable(new PlanningTable(loaded.operations(), opened.over(catalog.io())), "events");
        ScanPlan plan = IcebergScan.pin(
                        REF, counted, AsOf.LATEST, new LocalTableFiles(catalog.io()), new ManifestCache())
                .plan();
        List<ScanPlan.DataFile> files = new ArrayList<>(plan.files());
        Collections.reverse(files);
        List<DeletionVector> vectors = files.stream()
                .map(file -> (DeletionVector) file.deletes().get(0))
                .toList();
        opened.forget();
        List<long[]> positions = plan.access().positions(vectors);
        assertThat(opened.all()).containsExactly(vectors.get(0).location());
        assertThat(positions).hasSize(FILES);
        for (int i = 0; i < FILES; i++) {
            assertThat(positions.get(i)).containsExactly(deleted(files.get(i).location()));
        }
    }

    /** Data files that nobody reads, each with a vector of its own. */
    private void create() throws IOException {
        Table table = LocalCatalog.writing(warehouse)
                .createTable(
                        ID,
                        new Schema(Types.NestedField.required(1, "id", Types.LongType.get())),
                        PartitionSpec.unpartitioned(),
                        Map.of("format-version", "3"));
        AppendFiles append = table.newAppend();
        BaseDVFileWriter vectors = new BaseDVFileWriter(
                OutputFileFactory.builderFor(table, 1, 1)
                        .format(FileFormat.PUFFIN)
                        .build(),
                path -> null);
        try (vectors) {
            for (int i = 0; i < FILES; i++) {
                DataFile file = DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/" + i + ".parquet")
                        .withFormat("parquet")
                        .withFileSizeInBytes(1000)
                        .withRecordCount(1000)
                        .build();
                append.appendFile(file);
                for (long position : deleted(file.location())) {
                    vectors.delete(file.location(), position, table.spec(), null);
                }
            }
        }
        append.commit();
        RowDelta delta = table.newRowDelta();
        vectors.result().deleteFiles().forEach(delta::addDeletes);
        delta.commit();
    }

    /** As many as the number of the file, and one, so that no two vectors are the same. */
    private static long[] deleted(String location) {
        long number = Long.parseLong(location.replaceAll(".*/(\\d+)\\.parquet", "$1"));
        return LongStream.rangeClosed(0, number).map(n -> n * 7 + number).toArray();
    }
}
