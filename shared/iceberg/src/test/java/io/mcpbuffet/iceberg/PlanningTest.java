package io.mcpbuffet.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowFilter.Operator;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of ten thousand files of ten rows each: twenty days, each a partition with a manifest of its own. */
class PlanningTest {
    private static final TableRef REF = new TableRef("lake", Namespace.of("n"), "events");
    private static final TableIdentifier ID = TableIdentifier.of("n", "events");
    private static final int DAYS = 20;
    private static final int FILES_EACH = 500;
    private static final int FILES = DAYS * FILES_EACH;
    private static final int ROWS = 10;
    private static final int RANGES = 20;
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "day", Types.IntegerType.get()));

    @TempDir
    private static Path warehouse;

    private static Table table;

    private final OpenedFiles opened = new OpenedFiles();
    private ManifestCache manifests;

    @BeforeEach
    void create() {
        manifests = new ManifestCache();
        if (table == null) {
            table = LocalCatalog.writing(warehouse)
                    .createTable(
                            ID,
                            SCHEMA,
                            PartitionSpec.builderFor(SCHEMA).identity("day").build());
            for (int day = 0; day < DAYS; day++) {
                append(day, FILES_EACH);
            }
        }
    }

    private static void append(int day, int files) {
        AppendFiles append = table.newFastAppend();
        for (int i = 0; i < files; i++) {
            append.appendFile(file((long) day * FILES_EACH + i, day));
        }
        append.commit();
    }

    private static DataFile file(long number, int day) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        partition.set(0, day);
        Map<Integer, Long> values = Map.of(1, (long) ROWS, 2, (long) ROWS);
        Metrics metrics = new Metrics(
                (long) ROWS,
                Map.of(),
                values,
                Map.of(1, 0L, 2, 0L),
                Map.of(),
                Map.of(1, bound(number * ROWS)),
                Map.of(1, bound(number * ROWS + ROWS - 1)));
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + number + ".parquet")
                .withFormat("parquet")
                .withPartition(partition)
                .withFileSizeInBytes(1000)
                .withMetrics(metrics)
                .build();
    }

    private static ByteBuffer bound(long id) {
        return Conversions.toByteBuffer(Types.LongType.get(), id);
    }

    @Test
    void keepsTheFilesThatMatchAndNoOthers() {
        Random random = new Random(20_261_129);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < RANGES; i++) {
            long first = random.nextInt(FILES * ROWS);
            long last = Math.min(first + random.nextInt(1000), (long) FILES * ROWS - 1);
            List<String> expected = LongStream.rangeClosed(first / ROWS, last / ROWS)
                    .mapToObj(number -> number + ".parquet")
                    .toList();
            long start = System.nanoTime();
            ScanPlan plan = plan(between(first, last));
            millis.add((System.nanoTime() - start) / 1_000_000);
            assertThat(names(plan)).as("ids %d to %d", first, last).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(plan.filesTotal()).isGreaterThanOrEqualTo(FILES);
            assertThat(names(plan(between(first, last)))).isEqualTo(names(plan));
        }
        System.out.println("Planning over " + FILES + " files, in turn: " + millis + " ms");
    }

    @Test
    void keepsNoFileWhereNoneMatches() {
        assertThat(plan(compared("id", Operator.LESS, 0L)).files()).isEmpty();
    }

    @Test
    void readsTheManifestsOfPartitionsThatMatchAndNoOthers() {
        ScanPlan plan = plan(compared("day", Operator.EQUAL, 7L));
        assertThat(plan.files()).hasSize(FILES_EACH);
        assertThat(opened.all()).containsExactlyInAnyOrder(list(), manifest(7).path());
    }

    @Test
    void plansAgainFromMemory() {
        plan(between(0, 99));
        assertThat(opened.all())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(list()), manifests().map(ManifestFile::path))
                                .toList());
        opened.forget();
        plan(between(0, 99));
        plan(between(5_000, 5_100));
        plan(compared("day", Operator.EQUAL, 7L));
        assertThat(opened.all()).isEmpty();
    }

    @Test
    void keepsDecodedManifestsWithinABound() {
        ManifestFile manifest = manifest(7);
        KnownFiles large = new KnownFiles();
        assertThat(large.of(manifest, table)).hasSize(FILES_EACH).isSameAs(large.of(manifest, table));
        KnownFiles small = new KnownFiles(1000);
        assertThat(small.of(manifest, table)).hasSize(FILES_EACH).isNotSameAs(small.of(manifest, table));
    }

    @Test
    void readsAfterACommitWhatIsNewOnly() {
        plan(between(0, 99));
        opened.forget();
        append(DAYS, 1);
        plan(between(0, 99));
        ManifestFile added = manifests()
                .filter(manifest ->
                        manifest.snapshotId() == table.currentSnapshot().snapshotId())
                .findFirst()
                .orElseThrow();
        assertThat(opened.all()).containsExactlyInAnyOrder(list(), added.path());
    }

    private static String list() {
        return table.currentSnapshot().manifestListLocation();
    }

    private static Stream<ManifestFile> manifests() {
        return table.currentSnapshot().dataManifests(table.io()).stream();
    }

    /** Of one day alone. */
    private static ManifestFile manifest(int day) {
        return manifests()
                .filter(manifest -> Conversions.fromByteBuffer(
                                Types.IntegerType.get(),
                                manifest.partitions().get(0).lowerBound())
                        .equals(day))
                .findFirst()
                .orElseThrow();
    }

    /** By a table that was loaded for this alone. */
    private ScanPlan plan(RowFilter filter) {
        LocalCatalog catalog = LocalCatalog.reading(warehouse, warehouse);
        HasTableOperations loaded = (HasTableOperations) catalog.loadTable(ID);
        Table counted = new BaseTable(new PlanningTable(loaded.operations(), opened.over(catalog.io())), "events");
        return IcebergScan.pin(REF, counted, AsOf.LATEST, new LocalTableFiles(catalog.io()), manifests)
                .plan(new ScanRequest(Optional.empty(), filter, OptionalLong.empty()));
    }

    private static RowFilter between(long first, long last) {
        return RowFilter.and(List.of(
                compared("id", Operator.GREATER_OR_EQUAL, first), compared("id", Operator.LESS_OR_EQUAL, last)));
    }

    private static RowFilter compared(String column, Operator operator, Object value) {
        Field field = IcebergTypes.field(SCHEMA.findField(column));
        return new RowFilter.Comparison(
                new ColumnRef(List.of(column), field.type()), operator, new Literal(field.type(), value));
    }

    private static List<String> names(ScanPlan plan) {
        return plan.files().stream()
                .map(file -> Path.of(file.location()).getFileName().toString())
                .toList();
    }
}
