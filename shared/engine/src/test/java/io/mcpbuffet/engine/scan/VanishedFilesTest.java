package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are gone, cut or damaged, before a query and while it runs: an error that names them, and never an answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedFilesTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    @TempDir
    private static Path warehouse;

    private LakeEngine lake;
    private String name;
    private Table table;
    private Path file;

    @BeforeAll
    void open() {
        lake = new LakeEngine(warehouse);
    }

    @BeforeEach
    void make() {
        name = "orders" + UUID.randomUUID().toString().replace('-', '_');
        table = lake.create(name, SCHEMA, 2);
        append(table, row(1L, "a"));
        List<DataFile> files = append(table, row(2L, "b"), row(3L, "c"));
        file = Path.of(files.get(0).location());
    }

    @AfterAll
    void close() {
        lake.close();
    }

    private void failsNaming(Path named, String sql) {
        failsNaming(named, sql, Progress.NONE);
    }

    private void failsNaming(Path named, String sql, Progress progress) {
        LakeException failure = lake.failure(sql, AsOf.LATEST, progress);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.getMessage())
                .contains(named.getFileName().toString())
                .doesNotContain("Exception");
    }

    private void damage(Consumer<byte[]> how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        how.accept(bytes);
        Files.write(file, bytes);
    }

    @Test
    void namesADataFileThatIsGone() throws IOException {
        Files.delete(file);
        failsNaming(file, "SELECT sum(id) FROM " + name);
    }

    @Test
    void namesADataFileThatWasCut() throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
        failsNaming(file, "SELECT sum(id) FROM " + name);
    }

    @Test
    void namesADataFileWhoseFooterIsDamaged() throws IOException {
        damage(bytes -> Arrays.fill(bytes, bytes.length - 60, bytes.length, (byte) 9));
        failsNaming(file, "SELECT sum(id) FROM " + name);
    }

    @Test
    void namesADataFileWhosePagesAreDamaged() throws IOException {
        damage(bytes -> Arrays.fill(bytes, 4, 40, (byte) 0xFF));
        failsNaming(file, "SELECT sum(id), max(name) FROM " + name);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
    void namesADeleteFileThatIsGone(FileFormat format) throws IOException {
        DataFile data = table.newScan().planFiles().iterator().next().file();
        DeleteFile delete = LakeEngine.writer(table).positions(format, Map.of(data, List.of(0L)));
        table.newRowDelta().addDeletes(delete).commit();
        assertThat(lake.rows("SELECT count(id) FROM " + name)).hasSize(1);
        Files.delete(Path.of(delete.location()));
        failsNaming(Path.of(delete.location()), "SELECT sum(id) FROM " + name);
    }

    @Test
    void namesADataFileThatGoesBetweenPlanningAndReading() {
        AtomicBoolean done = new AtomicBoolean();
        failsNaming(file, "SELECT sum(id) FROM " + name, (percent, message) -> {
            if (message.startsWith("Fetching") && done.compareAndSet(false, true)) {
                remove(file);
            }
        });
        assertThat(done).isTrue();
    }

    @Test
    void saysThatFilesOfASnapshotWentThatExpiredMeanwhile() {
        AtomicBoolean done = new AtomicBoolean();
        LakeException failure = lake.failure("SELECT sum(id) FROM " + name, AsOf.LATEST, (percent, message) -> {
            if (message.startsWith("Planning") && done.compareAndSet(false, true)) {
                expire();
            }
        });
        assertThat(done).isTrue();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("lake.db." + name).hasMessageContaining("gone");
        assertThat(failure.hint()).contains("expired");
        try (LakeEngine later = new LakeEngine(warehouse)) {
            assertThat(later.rows("SELECT sum(id) FROM " + name)).containsExactly(List.of(1L));
        }
    }

    /** Another process compacts the table, and removes what only the snapshot before needs. */
    private void expire() {
        long before = table.currentSnapshot().snapshotId();
        table.newDelete().deleteFile(file.toString()).commit();
        table.expireSnapshots().expireSnapshotId(before).commit();
        remove(file);
        try (Stream<Path> all = Files.list(warehouse.resolve("db/" + name + "/metadata"))) {
            all.filter(path -> path.getFileName().toString().startsWith("snap-" + before))
                    .forEach(VanishedFilesTest::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
