package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row lineage and the place of a row, as columns that are there where they are named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowMetadataTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));
    private static final Schema LINEAGE =
            TypeUtil.join(SCHEMA, new Schema(MetadataColumns.ROW_ID, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER));

    @TempDir
    private static Path warehouse;

    private LakeEngine lake;

    @BeforeAll
    void open() {
        lake = new LakeEngine(warehouse);
    }

    @AfterAll
    void close() {
        lake.close();
    }

    private static List<List<Object>> oracle(Table table) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(table).project(LINEAGE).build()) {
            records.forEach(record -> rows.add(Arrays.asList(record.get(0), record.get(2), record.get(3))));
        }
        return rows;
    }

    /** A file that keeps the lineage of a row that was there before and has a new one. */
    private static DataFile rewritten(Table table, FileFormat format) throws Exception {
        GenericFileWriterFactory factory = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(format)
                .dataSchema(LINEAGE)
                .build();
        try (DataWriter<Record> writer = factory.newDataWriter(
                EncryptedFiles.plainAsEncryptedOutput(
                        table.io().newOutputFile(table.location() + "/data/rewritten." + format)),
                PartitionSpec.unpartitioned(),
                null)) {
            writer.write(LakeEngine.record(LINEAGE, 1L, "a", 0L, 1L));
            writer.write(LakeEngine.record(LINEAGE, 9L, "new", null, null));
            writer.close();
            return writer.toDataFile();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "AVRO"})
    void givesRowsTheLineageThatIcebergGivesThem(FileFormat format) throws Exception {
        Table table = lake.create("lineage_" + format, SCHEMA, 3);
        DataFile first = append(table, format, row(1L, "a"), row(2L, "b")).get(0);
        append(table, format, row(3L, "c"));
        table.newRewrite().deleteFile(first).addFile(rewritten(table, format)).commit();
        assertThat(lake.rows("SELECT id, _row_id, _last_updated_sequence_number FROM lineage_" + format))
                .containsExactlyInAnyOrderElementsOf(oracle(table))
                .hasSize(3);
        assertThat(lake.rows("SELECT id FROM lineage_" + format + " WHERE _row_id = 0"))
                .containsExactly(List.of(1L));
    }

    @Test
    void givesNoLineageToTablesWithoutOne() {
        append(lake.create("plain", SCHEMA, 2), row(1L, "a"));
        assertThat(lake.rows("SELECT _row_id, _last_updated_sequence_number FROM plain"))
                .containsExactly(Arrays.asList(null, null));
    }

    @Test
    void tellsTheFileAndPlaceOfARowAlsoBehindDeletes() {
        Table table = lake.create("deleted", SCHEMA, 2);
        DataFile file = append(table, row(1L, "a"), row(2L, "b"), row(3L, "c")).get(0);
        table.newRowDelta()
                .addDeletes(LakeEngine.writer(table).positions(FileFormat.PARQUET, Map.of(file, List.of(1L))))
                .commit();
        assertThat(lake.rows("SELECT id, _file, _POS, _spec_id FROM deleted ORDER BY _pos DESC"))
                .containsExactly(List.of(3L, file.location(), 2L, 0L), List.of(1L, file.location(), 0L, 0L));
        assertThat(lake.rows("SELECT count(*) FROM deleted WHERE _pos > 0 AND _file LIKE '%parquet'"))
                .containsExactly(List.of(1L));
    }

    @Test
    void leavesThemOutOfStars() {
        append(lake.create("t", SCHEMA, 3), row(1L, "a"));
        append(lake.create("u", SCHEMA, 3), row(1L, "b"));
        assertThat(lake.rows("SELECT *, _pos FROM t")).containsExactly(List.of(1L, "a", 0L));
        assertThat(lake.rows("SELECT x.*, y.*, x._row_id FROM t x JOIN u y ON x._pos = y._pos"))
                .containsExactly(List.of(1L, "a", 1L, "b", 0L));
        assertThat(lake.rows("SELECT * FROM t JOIN u USING (id) WHERE t._pos = 0"))
                .containsExactly(List.of(1L, "a", "b"));
        assertThat(lake.rows("SELECT * FROM (SELECT *, _pos FROM t) s")).containsExactly(List.of(1L, "a", 0L));
        assertThat(lake.rows("WITH c AS (SELECT _file, * FROM t) SELECT count(_file), count(*) FROM c"))
                .containsExactly(List.of(1L, 1L));
        assertThat(lake.rows("SELECT * FROM t")).containsExactly(List.of(1L, "a"));
        assertThat(lake.failure("SELECT _pos FROM t NATURAL JOIN u").code()).isEqualTo(ErrorCode.SQL_REJECTED);
    }

    @Test
    void leavesAColumnOfTheTableAlone() {
        Schema own = new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "_pos", Types.StringType.get()));
        append(lake.create("own", own, 2), row(1L, "mine"));
        assertThat(lake.rows("SELECT _pos, _spec_id FROM own")).containsExactly(List.of("mine", 0L));
        assertThat(lake.rows("SELECT * FROM own WHERE _pos = 'mine'")).containsExactly(List.of(1L, "mine"));
    }
}
