package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large table {@code fact}, in files by its columns {@code k}, {@code d}, {@code s} and {@code price}, which rise together, and small
 * ones, read with and without the keys of the small ones. More joins with {@code -Dpush.joins=N}, others with {@code -Dpush.seed=N}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRunsTest {
    private static final int JOINS = Integer.getInteger("push.joins", 60);
    private static final long SEED = Long.getLong("push.seed", 20_261_130);
    private static final int FILES = 20;
    private static final int ROWS = 15;
    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final Schema FACT = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "k", Types.IntegerType.get()),
            Types.NestedField.optional(3, "d", Types.DateType.get()),
            Types.NestedField.optional(4, "s", Types.StringType.get()),
            Types.NestedField.optional(5, "price", Types.DecimalType.of(9, 2)),
            Types.NestedField.optional(6, "x", Types.DoubleType.get()));
    private static final Schema SMALL = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "k", Types.LongType.get()),
            Types.NestedField.optional(3, "d", Types.DateType.get()),
            Types.NestedField.optional(4, "s", Types.StringType.get()),
            Types.NestedField.optional(5, "price", Types.DecimalType.of(12, 3)),
            Types.NestedField.optional(6, "x", Types.DoubleType.get()));

    @TempDir
    private static Path directory;

    private FederatedEngine narrowing;
    private FederatedEngine whole;

    @BeforeAll
    void open() {
        Lake lake = new Lake(directory);
        Table fact = lake.create("fact", FACT, PartitionSpec.unpartitioned());
        for (int file = 0; file < FILES; file++) {
            List<Record> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                int n = file * ROWS + i;
                boolean none = n % 17 == 3;
                rows.add(row(FACT, (long) n, none ? null : n, n));
            }
            append(fact, rows);
        }
        Random random = new Random(SEED);
        for (String name : List.of("dim", "other")) {
            List<Record> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int n = random.nextInt(FILES * ROWS + 40) - 20;
                rows.add(row(SMALL, (long) i, random.nextInt(6) == 0 ? null : (long) n, n));
            }
            append(lake.create(name, SMALL, PartitionSpec.unpartitioned()), rows);
        }
        lake.create("nothing", SMALL, PartitionSpec.unpartitioned());
        narrowing = engine(lake, true);
        whole = engine(lake, false);
    }

    private static Record row(Schema schema, Object id, Object k, int n) {
        Record row = GenericRecord.create(schema);
        row.set(0, id);
        row.set(1, k);
        row.set(2, k == null ? null : START.plusDays(n));
        row.set(3, k == null ? null : "s%04d".formatted(n + 100));
        int scale = ((Types.DecimalType) schema.findType("price")).scale();
        row.set(4, k == null ? null : BigDecimal.valueOf(n).setScale(scale));
        row.set(5, n % 2 == 0 ? Double.NaN : Double.valueOf(n));
        return row;
    }

    private static void append(Table table, List<Record> rows) {
        table.newAppend().appendFile(Lake.write(table, rows)).commit();
    }

    private static FederatedEngine engine(Lake lake, boolean pushDown) {
        return new FederatedEngine(
                lake.open(pushDown), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        narrowing.close();
        whole.close();
    }

    private static Query query(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), 1000, Duration.ofSeconds(60), Optional.empty());
    }

    /** The files that were read for the answer that all files give. */
    private long files(String sql) {
        String ordered = "SELECT * FROM (" + sql + ") ORDER BY ALL";
        QueryResult found = narrowing.run(query(ordered), Progress.NONE);
        assertThat(found.page().rows())
                .as("seed %d: %s", SEED, sql)
                .isEqualTo(whole.run(query(ordered), Progress.NONE).page().rows());
        return found.filesRead().orElseThrow();
    }

    @Test
    void givesTheAnswersOfAllFilesToRandomJoins() {
        Random random = new Random(SEED * 7);
        int fewer = 0;
        for (int i = 0; i < JOINS; i++) {
            fewer += files(join(random)) < FILES ? 1 : 0;
        }
        System.out.println("Joins that read fewer files: " + fewer + " of " + JOINS + ", seed " + SEED);
        assertThat(fewer).isGreaterThan(JOINS / 4);
    }

    private static String join(Random random) {
        List<String> columns = List.of("k", "d", "s", "price", "x");
        String on = columns.get(random.nextInt(columns.size()));
        String next = columns.get(random.nextInt(columns.size()));
        String small = List.of("dim", "dim", "other", "nothing").get(random.nextInt(4));
        String where = List.of(
                        "", " WHERE a.id < 4", " WHERE a.id IN (1, 5) AND f.id > 20", " WHERE f.k > 100 OR a.id = 2")
                .get(random.nextInt(4));
        String pick = "SELECT f.id, a.id AS a, f." + on + " FROM ";
        return switch (random.nextInt(10)) {
            case 0 -> pick + "fact f JOIN " + small + " a ON f." + on + " = a." + on + where;
            case 1 -> pick + small + " a LEFT JOIN fact f ON f." + on + " = a." + on + where;
            case 2 -> pick + "fact f LEFT JOIN " + small + " a ON f." + on + " = a." + on + where;
            case 3 -> pick + "fact f FULL JOIN " + small + " a USING (" + on + ")" + where;
            case 4 ->
                pick + "fact f, " + small + " a" + (where.isEmpty() ? " WHERE " : where + " AND ") + "f." + on + " = a."
                        + on;
            case 5 ->
                "SELECT f.id FROM fact f WHERE f." + on + " IN (SELECT a." + on + " FROM " + small + " a"
                        + where.replace("f.k", "a.k").replace("f.id", "a.id") + ")";
            case 6 ->
                "SELECT f.id FROM fact f WHERE f." + on + " NOT IN (SELECT " + on + " FROM " + small
                        + " WHERE id < 3 AND k IS NOT NULL)";
            case 7 -> "SELECT f.id FROM fact f SEMI JOIN " + small + " a ON f." + on + " = a." + on;
            case 8 -> "SELECT f.id FROM fact f ANTI JOIN " + small + " a ON f." + on + " = a." + on;
            default ->
                pick + "fact f JOIN " + small + " a ON f." + on + " = a." + on + " JOIN other o ON o." + next + " = f."
                        + next + where;
        };
    }

    @Test
    void readsOnlyFilesThatMayMatch() {
        assertThat(files("SELECT f.id FROM fact f JOIN dim a ON f.k = a.k WHERE a.id = 1"))
                .isEqualTo(2);
        assertThat(files("SELECT f.id FROM fact f WHERE f.d IN (SELECT d FROM dim WHERE id BETWEEN 1 AND 2)"))
                .isLessThanOrEqualTo(3);
        assertThat(files("SELECT f.id, a.id AS a FROM dim a LEFT JOIN fact f ON f.s = a.s AND f.id > a.id"))
                .isLessThanOrEqualTo(13);
        assertThat(files("SELECT f.id FROM fact f JOIN nothing n ON f.k = n.k")).isZero();
    }

    @Test
    void readsAllWhereTheOthersMatter() {
        assertThat(files("SELECT f.id, a.id AS a FROM fact f LEFT JOIN dim a ON f.k = a.k"))
                .isEqualTo(FILES + 1);
        assertThat(files("SELECT f.id FROM fact f ANTI JOIN dim a ON f.k = a.k"))
                .isEqualTo(FILES + 1);
        assertThat(files("SELECT f.id, a.id AS a FROM fact f JOIN dim a ON f.x = a.x"))
                .isEqualTo(FILES + 1);
        assertThat(files("SELECT f.id, a.id AS a FROM fact f JOIN dim a ON f.k + 1 = a.k"))
                .isEqualTo(FILES + 1);
    }

    @Test
    void saysSoInExplainAndRunsNothing() {
        var plan = narrowing.explain(query("SELECT f.id FROM fact f JOIN dim a ON f.k = a.k"), Progress.NONE);
        assertThat(plan.plan())
                .contains(
                        "Files of lake.db.fact are left out by the values of lake.db.dim.k in k, which are read before");
        assertThat(plan.tables())
                .extracting(scan -> scan.files().getAsLong())
                .containsExactlyInAnyOrder((long) FILES, 1L);
    }
}
