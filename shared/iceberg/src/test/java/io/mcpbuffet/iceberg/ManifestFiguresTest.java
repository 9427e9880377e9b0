package io.mcpbuffet.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Changes.FileChanges;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures from manifests, held against all rows as Iceberg's own reader gives them. */
class ManifestFiguresTest {
    private static final TableRef REF = new TableRef("lake", Namespace.of("n"), "t");
    private static final int TABLES = Integer.getInteger("random.tables", 5);
    private static final int STEPS = 12;

    @TempDir
    private Path directory;

    static Stream<Long> seeds() {
        return new Random(20_260_301).longs(TABLES).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheRowsOfEverySnapshot(long seed) throws IOException {
        RandomTable random = RandomTable.in(directory, new Random(seed));
        for (int i = 0; i < STEPS; i++) {
            random.step();
        }
        for (Snapshot snapshot : random.table().snapshots()) {
            List<Record> rows = rows(random.table(), snapshot);
            TableFigures figures = catalog().figures(REF, new AsOf.SnapshotId(snapshot.snapshotId()), List.of());
            Figure count = figures.rows().orElseThrow();
            assertThat((Long) count.value()).isGreaterThanOrEqualTo(rows.size());
            if (count.exact()) {
                assertThat(count.value()).isEqualTo((long) rows.size());
            }
            figures.columns().forEach(column -> check(column, rows));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsOfSnapshotsAddUpToTheRows(long seed) throws IOException {
        RandomTable random = RandomTable.in(directory, new Random(seed));
        for (int i = 0; i < STEPS; i++) {
            random.step();
        }
        TableHistory history = new TableHistory(random.table(), REF);
        long before = 0;
        for (Snapshot each : random.table().snapshots()) {
            long rows = rows(random.table(), each).size();
            var counted = history.model(each);
            if (counted.totalRows().isPresent()) {
                assertThat(counted.totalRows()).hasValue(rows);
                assertThat(counted.addedRows().orElse(0) - counted.deletedRows().orElse(0))
                        .isEqualTo(rows - before);
            }
            before = rows;
        }
    }

    private static List<Record> rows(Table table, Snapshot snapshot) throws IOException {
        try (CloseableIterable<Record> read =
                IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
            List<Record> rows = new ArrayList<>();
            read.forEach(rows::add);
            return rows;
        }
    }

    private static void check(OfColumn column, List<Record> rows) {
        List<Object> values =
                rows.stream().map(row -> value(row, column.name())).toList();
        long nulls = values.stream().filter(v -> v == null).count();
        column.nulls().ifPresent(figure -> count(column, figure, nulls));
        column.nans()
                .ifPresent(figure -> count(
                        column,
                        figure,
                        values.stream()
                                .filter(v -> v instanceof Double d && d.isNaN())
                                .count()));
        List<Comparable<Object>> comparable = values.stream()
                .filter(v -> v instanceof Comparable && !(v instanceof Double d && d.isNaN()))
                .map(ManifestFiguresTest::comparable)
                .toList();
        if (!comparable.isEmpty() && !column.name().equals("tags")) {
            edge(
                    column,
                    column.min(),
                    comparable.stream().min(Comparator.naturalOrder()).get(),
                    -1);
            edge(
                    column,
                    column.max(),
                    comparable.stream().max(Comparator.naturalOrder()).get(),
                    1);
        }
    }

    private static Object value(Record row, String name) {
        Object value = row;
        for (String part : name.split("\\.", -1)) {
            value = value == null ? null : ((Record) value).getField(part);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    private static void count(OfColumn column, Figure figure, long actual) {
        assertThat((Long) figure.value()).as("%s %s", column, figure).isGreaterThanOrEqualTo(actual);
        if (figure.exact()) {
            assertThat(figure.value()).as("%s %s", column, figure).isEqualTo(actual);
        }
    }

    /** An exact edge is a value that occurs; any other one lies outside of all values. */
    private static void edge(OfColumn column, Optional<Figure> figure, Comparable<Object> actual, int side) {
        assertThat(figure).as("%s", column).isPresent();
        if (figure.get().exact()) {
            assertThat(figure.get().value()).as("%s", column).isEqualTo(Values.json(actual));
            return;
        }
        String shown = String.valueOf(figure.get().value());
        String expected = String.valueOf(Values.json(actual));
        int order = ((Object) actual) instanceof String
                ? shown.compareTo(expected)
                : new BigDecimal(number(shown)).compareTo(new BigDecimal(number(expected)));
        assertThat(Integer.signum(order)).as("%s against %s", column, actual).isIn(0, side);
    }

    /** A moment as digits that keep its order within the years of this test. */
    private static String number(String shown) {
        return shown.contains("T") ? shown.replaceAll("[^0-9]", "") : shown;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDifferenceOfTwoSnapshotsIsThatOfTheirFiles(long seed) throws IOException {
        RandomTable random = RandomTable.in(directory, new Random(seed));
        for (int i = 0; i < STEPS; i++) {
            random.step();
        }
        List<Snapshot> all = new ArrayList<>();
        random.table().snapshots().forEach(all::add);
        for (Snapshot from : all) {
            Snapshot to = all.get(all.size() - 1);
            FileChanges changes = catalog()
                    .changes(REF, new AsOf.SnapshotId(from.snapshotId()), new AsOf.SnapshotId(to.snapshotId()));
            Set<String> before = files(random.table(), from);
            Set<String> after = files(random.table(), to);
            assertThat(changes.addedFiles()).isEqualTo(minus(after, before));
            assertThat(changes.removedFiles()).isEqualTo(minus(before, after));
        }
    }

    private static Set<String> files(Table table, Snapshot snapshot) throws IOException {
        Set<String> files = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
            tasks.forEach(task -> files.add(((ContentFile<?>) task.file()).location()));
        }
        return files;
    }

    private static long minus(Set<String> left, Set<String> right) {
        return left.stream().filter(file -> !right.contains(file)).count();
    }

    @Test
    void theVersionChangesWithTheColumnsAndNotWithTheRows() throws IOException {
        RandomTable random = RandomTable.in(directory, new Random(7));
        String first = catalog().version(REF).orElseThrow();
        random.step();
        random.table().updateProperties().set("comment", "Other words").commit();
        String commented = catalog().version(REF).orElseThrow();
        assertThat(commented).isNotEqualTo(first);
        random.table().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        assertThat(catalog().version(REF)).contains(commented);
        random.table()
                .updateSchema()
                .addColumn("one_more", Types.LongType.get())
                .commit();
        assertThat(catalog().version(REF).orElseThrow()).isNotEqualTo(commented);
    }

    @Test
    void openNoDataFile() throws IOException {
        RandomTable random = RandomTable.in(directory, new Random(1));
        for (int i = 0; i < STEPS; i++) {
            random.step();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
        assertThat(catalog().figures(REF, AsOf.LATEST, List.of("id", "place")).columns())
                .extracting(OfColumn::name)
                .containsExactly("id", "place.city");
    }

    @Test
    void sayWhichColumnIsNotThere() {
        RandomTable.in(directory, new Random(1));
        assertThatThrownBy(() -> catalog().figures(REF, AsOf.LATEST, List.of("txt")))
                .hasMessageContaining("'txt'")
                .extracting("hint")
                .isEqualTo("Did you mean 'text'?");
    }

    private IcebergCatalog catalog() {
        LocalCatalog reader = LocalCatalog.reading(directory, directory);
        return IcebergCatalog.of("lake", reader, new LocalTableFiles(reader.io()));
    }
}
