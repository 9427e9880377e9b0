package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How deletes are read, and where their joins stand in the plans of statements that join the table themselves. */
class DeletePlansTest {
    private static final int ROWS = 100;
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "n", Types.LongType.get()));

    @TempDir
    private Path warehouse;

    private Table table;
    private TableWriter writer;

    private DataFile create() {
        table = TableWriter.create(warehouse, SCHEMA, PartitionSpec.unpartitioned(), 2);
        writer = new TableWriter(table);
        List<Record> rows = new ArrayList<>();
        for (long id = 0; id < ROWS; id++) {
            Record row = GenericRecord.create(SCHEMA);
            row.setField("id", id);
            row.setField("n", id % 10);
            rows.add(row);
        }
        DataFile file = writer.data(FileFormat.PARQUET, rows).get(0);
        table.newAppend().appendFile(file).commit();
        return file;
    }

    @Test
    void joinsPositionDeletesNextToTheScan() throws SQLException {
        DataFile file = create();
        table.newRowDelta()
                .addDeletes(writer.positions(FileFormat.PARQUET, Map.of(file, List.of(1L, 2L))))
                .commit();
        assertThat(rowsAndPlan(ROWS - 2)).containsSubsequence("Union", "Join Type: ANTI", "Read Parquet");
    }

    @Test
    void joinsEqualityDeletesNextToTheScan() throws SQLException {
        create();
        Schema key = SCHEMA.select("n");
        Record deleted = GenericRecord.create(key);
        deleted.setField("n", 3L);
        table.newRowDelta()
                .addDeletes(writer.equal(
                        FileFormat.PARQUET, key, new int[] {2}, PartitionSpec.unpartitioned(), null, List.of(deleted)))
                .commit();
        assertThat(rowsAndPlan(ROWS - ROWS / 10)).containsSubsequence("Union", "Join Type: ANTI", "Read Parquet");
    }

    @Test
    void joinsNothingWithoutDeletes() throws SQLException {
        create();
        assertThat(rowsAndPlan(ROWS)).doesNotContain("Union", "ANTI");
    }

    @Test
    void expectsNearlyAllRowsBehindDeletes() throws SQLException {
        DataFile file = create();
        table.newRowDelta()
                .addDeletes(writer.positions(FileFormat.PARQUET, Map.of(file, List.of(1L, 2L))))
                .commit();
        String half = "(SELECT range AS n FROM range(" + ROWS / 2 + ")) half";
        assertThat(planOver("SELECT count(*) FROM v JOIN " + half + " ON half.n = v.id", "JSON"))
                .containsSubsequence("HASH_JOIN", "UNION", "RANGE");
    }

    @Test
    void countsNoRowThatIsOnlyExpected() throws SQLException {
        DataFile file = create();
        table.newRowDelta()
                .addDeletes(writer.positions(FileFormat.PARQUET, Map.of(file, List.of((long) ROWS))))
                .commit();
        assertThat(rowsOver("SELECT count(*) FROM v")).isEqualTo(ROWS);
        assertThat(rowsOver("SELECT count(*) FROM v WHERE n IS NULL")).isZero();
        assertThat(rowsOver("SELECT count(*) FROM v WHERE (SELECT count(*) FROM v) > 100"))
                .isZero();
    }

    @Test
    void readsAPositionDeleteFileOnce() throws Exception {
        Path deletes = path(deletes(create(), 1, 2));
        assertThat(rowsOver("SELECT count(*) FROM v")).isEqualTo(ROWS - 2);
        write(deletes, new byte[(int) Files.size(deletes)], Files.getLastModifiedTime(deletes));
        assertThat(rowsOver("SELECT count(*) FROM v WHERE id NOT IN (1, 2)")).isEqualTo(ROWS - 2);
        assertThat(rowsOver("SELECT count(*) FROM v WHERE id IN (1, 2)")).isZero();
    }

    @Test
    void readsAPositionDeleteFileThatWasWrittenAgain() throws Exception {
        DataFile file = create();
        Path deletes = path(deletes(file, 1, 2));
        assertThat(rowsOver("SELECT count(*) FROM v WHERE id IN (1, 2)")).isZero();
        byte[] others = Files.readAllBytes(path(writer.positions(FileFormat.PARQUET, Map.of(file, List.of(3L, 4L)))));
        assertThat(deletes).hasSize(others.length);
        Instant later = Files.getLastModifiedTime(deletes).toInstant().plusMillis(1);
        write(deletes, others, FileTime.from(later));
        assertThat(rowsOver("SELECT count(*) FROM v WHERE id IN (1, 2)")).isEqualTo(2);
        assertThat(rowsOver("SELECT count(*) FROM v WHERE id IN (3, 4)")).isZero();
    }

    private DeleteFile deletes(DataFile file, long... positions) {
        List<Long> all = LongStream.of(positions).boxed().toList();
        DeleteFile deletes = writer.positions(FileFormat.PARQUET, Map.of(file, all));
        table.newRowDelta().addDeletes(deletes).commit();
        return deletes;
    }

    private static void write(Path file, byte[] content, FileTime modified) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, modified);
    }

    @Test
    void forgetsPositionsThatWereNotAskedForWhenTheyBecomeTooMany() {
        KnownPositions known = new KnownPositions(400);
        known.keep("one", new long[100]);
        known.keep("two", new long[100]);
        assertThat(known.find("one")).isPresent();
        known.keep("three", new long[100]);
        assertThat(known.find("one")).isPresent();
        assertThat(known.find("two")).isEmpty();
        assertThat(known.find("three")).isPresent();
    }

    private Path path(DeleteFile deletes) {
        return LocalFileIO.reading(List.of(warehouse), warehouse).path(deletes.location());
    }

    /** The plan of a join with other tables, top down. */
    private String rowsAndPlan(int rows) throws SQLException {
        String sql = "SELECT count(*) FROM v JOIN other USING (n) JOIN other third ON third.n = other.odd";
        assertThat(rowsOver(sql)).isEqualTo(rows);
        return planOver(sql, "TEXT");
    }

    private int rowsOver(String sql) throws SQLException {
        return Integer.parseInt(over(sql, 1));
    }

    private String planOver(String sql, String format) throws SQLException {
        return over("EXPLAIN (FORMAT " + format + ") " + sql, 2);
    }

    /** A column of the first row of a statement over the table as {@code v} and ten rows of (n, odd) as {@code other}. */
    private String over(String sql, int column) throws SQLException {
        LocalFileIO io = LocalFileIO.reading(List.of(warehouse), warehouse);
        LocalFiles local = (any, location, length) -> LocalFile.existing(io.path(location));
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, Long.MAX_VALUE);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            ScanRelation relation =
                    relations.of("v", OneTable.pin(table, local, AsOf.LATEST).plan(), List.of());
            ScanViews.create(connection, relation);
            statement.execute("CREATE TABLE other AS SELECT range AS n, range % 2 AS odd FROM range(10)");
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(column);
            }
        }
    }
}
