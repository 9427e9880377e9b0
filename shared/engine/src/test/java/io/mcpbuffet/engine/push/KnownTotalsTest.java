package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
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
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Numbers of rows and least and greatest values are those that reading gives, whether or not they are read. More random tables with
 * {@code -Dpush.tables=N}, others with {@code -Dpush.seed=N}.
 */
class KnownTotalsTest {
    private static final int TABLES = Integer.getInteger("push.tables", 3);
    private static final long SEED = Long.getLong("push.seed", 20_261_129);
    private static final int PREDICATES = 5;
    /** Conditions that hold for whole files of some of the tables. */
    private static final List<String> WHOLE = List.of(
            "d >= DATE '2023-12-01'",
            "d < '2024-01-01' AND id >= 0",
            "date_trunc('month', d) = DATE '2023-12-01'",
            "ts < '2024-01-15 00:00:00+00'",
            "flag",
            "flag IS NULL OR flag = false",
            "id IN (-1, -2)",
            "big BETWEEN -10 AND 10 OR big IS NULL",
            "x IS NULL OR x < 100",
            "word >= 'a'");

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "day", Types.DateType.get()),
            Types.NestedField.optional(3, "word", Types.StringType.get()));

    @TempDir
    private Path directory;

    private Lake lake;
    private FederatedEngine knowing;
    private FederatedEngine reading;

    @BeforeEach
    void open() {
        lake = new Lake(directory);
        knowing = engine(true);
        reading = engine(false);
    }

    @AfterEach
    void close() {
        knowing.close();
        reading.close();
    }

    private FederatedEngine engine(boolean pushDown) {
        return new FederatedEngine(
                lake.open(pushDown), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    private static QueryResult run(FederatedEngine engine, String sql) {
        return engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty()),
                Progress.NONE);
    }

    /** The files that were read for an answer that is the same as the one from all rows. */
    private long read(String sql, String why) {
        QueryResult found = run(knowing, sql);
        QueryResult expected = run(reading, sql);
        assertThat(found.page()).as("%s: %s", why, sql).isEqualTo(expected.page());
        return found.filesRead().orElseThrow();
    }

    private long read(String sql) {
        return read(sql, "fixed table");
    }

    @Test
    void areThoseOfTheRowsOfRandomTables() {
        int known = 0;
        for (int i = 0; i < TABLES; i++) {
            String table = "t" + i;
            String why = "seed " + (SEED + i);
            RandomFiles.make(lake, table, new Random(SEED + i));
            List<String> all = new ArrayList<>(List.of("count(*)"));
            for (Types.NestedField field : RandomFiles.SCHEMA.columns()) {
                String bounds = "min(" + field.name() + "), max(" + field.name() + ") AS most";
                known += read("SELECT count(*), " + bounds + " FROM " + table, why) == 0 ? 1 : 0;
                all.add(bounds);
            }
            read("SELECT " + String.join(", ", all) + " FROM " + table, why);
            for (String where : WHOLE) {
                String from = " FROM " + table + " WHERE " + where;
                known += read("SELECT count(*), min(d), max(flag), max(big)" + from, why) == 0 ? 1 : 0;
            }
            RandomPredicates random = new RandomPredicates(new Random(SEED * 31 + i));
            for (int j = 0; j < PREDICATES; j++) {
                String where = " FROM " + table + " WHERE "
                        + random.predicate(RandomFiles.SCHEMA.columns().subList(1, 11), 1);
                known += read("SELECT count(*), min(id), max(id)" + where, why) == 0 ? 1 : 0;
                read("SELECT count(*) AS n, min(d), max(ts), min(x), max(word)" + where, why);
            }
        }
        System.out.println("Answered from metadata: " + known + ", seed " + SEED);
        assertThat(known).isGreaterThan(TABLES * 9);
    }

    private Table days(String name, PartitionSpec spec) {
        Table table = lake.create(name, SCHEMA, spec);
        append(table, row(1L, LocalDate.of(2024, 1, 1), "a"), row(2L, LocalDate.of(2024, 1, 1), "a"));
        append(table, row(3L, LocalDate.of(2024, 1, 2), "b"), row(4L, LocalDate.of(2024, 1, 2), "b"));
        append(table, row(5L, LocalDate.of(2024, 2, 1), null));
        return table;
    }

    private static Record row(Object... values) {
        Record row = GenericRecord.create(SCHEMA);
        for (int i = 0; i < values.length; i++) {
            row.set(i, values[i]);
        }
        return row;
    }

    private static void append(Table table, Record... rows) {
        table.newAppend().appendFile(Lake.write(table, List.of(rows))).commit();
    }

    @Test
    void areKnownOfWholePartitions() {
        days("days", PartitionSpec.builderFor(SCHEMA).day("day").build());
        assertThat(read("SELECT count(*) FROM days")).isZero();
        assertThat(read("SELECT count(1), max(id) - min(id) AS span FROM days HAVING count(*) > 2"))
                .isZero();
        assertThat(read("SELECT count(*) FROM days WHERE day >= DATE '2024-01-02'"))
                .isZero();
        assertThat(read("SELECT count(*), min(day) FROM days d WHERE d.day BETWEEN '2024-01-01' AND '2024-01-31'"))
                .isZero();
        assertThat(read("SELECT (SELECT max(day) FROM days) AS newest, 1 AS one"))
                .isZero();
        assertThat(read("SELECT count(*) FROM days WHERE day = '2030-01-01'")).isZero();
        assertThat(read("SELECT count(*) FROM days WHERE id = 3")).isPositive();
        assertThat(read("SELECT count(*) FROM days WHERE id >= 3")).isZero();
        assertThat(read("SELECT count(*) FROM days WHERE id % 2 = 1 AND day >= '2024-01-02'"))
                .isPositive();
    }

    @Test
    void areReadWhereBoundsAreNoValues() {
        days("words", PartitionSpec.unpartitioned());
        days("parts", PartitionSpec.builderFor(SCHEMA).identity("word").build());
        assertThat(read("SELECT min(word) FROM words")).isPositive();
        assertThat(read("SELECT min(word), max(word), count(*) FROM parts")).isZero();
        assertThat(read("SELECT count(*) FROM parts WHERE word = 'a' OR word IS NULL"))
                .isZero();
        assertThat(read("SELECT count(word) FROM words")).isPositive();
        assertThat(read("SELECT count(*), sum(id) FROM words")).isPositive();
        assertThat(read("SELECT count(*) FROM words GROUP BY day ORDER BY day")).isPositive();
        assertThat(read("SELECT count(DISTINCT day) FROM words")).isPositive();
        assertThat(read("SELECT count(*) FILTER (WHERE id > 2), max(id) FILTER (WHERE id < 3) FROM words"))
                .isPositive();
        assertThat(read("SELECT count(*) * 2, id FROM words GROUP BY ALL ORDER BY 2"))
                .isPositive();
        assertThat(read("SELECT w.id, (SELECT count(*) FROM parts p WHERE p.id = w.id) AS n FROM words w ORDER BY 1"))
                .isPositive();
        assertThat(read("SELECT min(id, 2) FROM words")).isPositive();
    }

    @Test
    void areReadWhereColumnsCameLater() {
        Table later = days("later", PartitionSpec.unpartitioned());
        later.updateSchema()
                .addColumn("extra", Types.IntegerType.get())
                .renameColumn("id", "key")
                .commit();
        assertThat(read("SELECT min(extra), max(extra), count(*) FROM later")).isPositive();
        assertThat(read("SELECT count(*) FROM later WHERE extra IS NULL")).isPositive();
        assertThat(read("SELECT max(KEY), min(key) FROM later")).isZero();
        Table fewer = days("fewer", PartitionSpec.unpartitioned());
        fewer.newDelete().deleteFromRowFilter(Expressions.equal("id", 5L)).commit();
        assertThat(read("SELECT max(id), count(*) FROM fewer")).isZero();
    }

    @Test
    void areKnownOfTablesWithoutRows() {
        lake.create("empty", SCHEMA, PartitionSpec.unpartitioned());
        assertThat(read("SELECT count(*), max(id), min(word) FROM empty")).isZero();
        assertThat(read("SELECT count(*) AS n FROM empty WHERE id > 3")).isZero();
    }
}
