package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.AppendFiles;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twelve files, one for each month of 2024, ten rows each; file 6 has NaN, file 7 NULL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushDownTest {
    private static final int FILES = 12;
    private static final int ROWS = 10;
    private static final Instant NOW = Instant.parse("2024-06-15T12:00:00Z");
    private static final Types.StructType INNER = Types.StructType.of(
            Types.NestedField.optional(21, "day", Types.DateType.get()),
            Types.NestedField.optional(22, "k", Types.IntegerType.get()));
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "x", Types.DoubleType.get()),
            Types.NestedField.optional(3, "d", Types.DateType.get()),
            Types.NestedField.optional(4, "s", Types.StringType.get()),
            Types.NestedField.optional(5, "ts", Types.TimestampType.withZone()),
            Types.NestedField.optional(6, "price", Types.DecimalType.of(9, 2)),
            Types.NestedField.optional(7, "n", Types.IntegerType.get()),
            Types.NestedField.optional(8, "happened", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(9, "st", INNER),
            Types.NestedField.optional(10, "late", Types.BooleanType.get()));

    @TempDir
    private static Path directory;

    private FederatedEngine engine;

    @BeforeAll
    void open() {
        Lake lake = new Lake(directory);
        for (PartitionSpec spec : List.of(
                PartitionSpec.unpartitioned(),
                PartitionSpec.builderFor(SCHEMA).month("d").build())) {
            Table table = lake.create(spec.isPartitioned() ? "parted" : "events", SCHEMA, spec);
            AppendFiles append = table.newAppend();
            for (int file = 0; file < FILES; file++) {
                append.appendFile(Lake.write(table, rows(table.schema(), file)));
            }
            append.commit();
        }
        engine = new FederatedEngine(
                lake.open(true),
                EngineWorkers.create(Limits.DEFAULT),
                Limits.DEFAULT,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private static List<Record> rows(Schema schema, int file) {
        List<Record> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            LocalDate day = LocalDate.of(2024, file + 1, 1 + 2 * i);
            Record inner = GenericRecord.create(schema.findType("st").asStructType());
            inner.setField("day", day);
            inner.setField("k", file);
            Record row = GenericRecord.create(schema);
            row.setField("id", 100L * file + i);
            row.setField("x", file == 6 && i == 3 ? Double.NaN : file + i / 100.0);
            row.setField("d", day);
            row.setField("s", file == 7 ? null : (char) ('a' + file) + "-" + i);
            row.setField("ts", day.atTime(LocalTime.of(i, 30)).atOffset(ZoneOffset.UTC));
            row.setField("price", new BigDecimal(file * 10 + i).setScale(2));
            row.setField("n", file);
            row.setField("happened", day.atTime(LocalTime.of(i, 30)));
            row.setField("st", inner);
            row.setField("late", file >= 6);
            rows.add(row);
        }
        return rows;
    }

    private static Query query(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty());
    }

    private Explanation.Scan only(String sql) {
        List<Explanation.Scan> scans = engine.explain(query(sql), Progress.NONE).tables();
        assertThat(scans).hasSize(1);
        return scans.get(0);
    }

    private Object value(String sql) {
        return engine.run(query(sql), Progress.NONE).page().rows().get(0).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            id = 305                                              | 1
            id BETWEEN 305 AND 408                                | 2
            id IN (5, 305, 905)                                   | 3
            NOT (id < 1000)                                       | 2
            id + 1 = 306                                          | 1
            id > 1099.5                                           | 1
            id::DOUBLE > 1099.5                                   | 1
            n = 3.0                                               | 1
            n = 3.5                                               | 0
            price > 114.999                                       | 1
            price BETWEEN 20 AND 29.99                            | 1
            d = '2024-03-05'                                      | 1
            d >= now() - INTERVAL 1 DAY                           | 7
            d < current_date                                      | 6
            d > TIMESTAMP '2024-11-19 10:00:00'                   | 1
            d >= date_trunc('month', now())                       | 7
            d >= make_date(2024, 11, 1) - INTERVAL 1 MONTH        | 3
            d = last_day(DATE '2024-02-10') - 28                  | 1
            year(d) = 2024                                        | 12
            year(ts) = 2023                                       | 0
            date_trunc('month', d) = DATE '2024-02-01'            | 1
            d + INTERVAL 1 DAY > DATE '2024-12-01'                | 1
            d - 3 > DATE '2024-12-01'                             | 1
            ts >= '2024-11-01' AND ts < '2024-12-01'              | 1
            ts::DATE = '2024-05-03'                               | 1
            ts > TIMESTAMP '2024-11-19 12:00:00' AT TIME ZONE 'Asia/Tokyo'          | 2
            ts >= (now() AT TIME ZONE 'America/New_York')::DATE - INTERVAL 14 DAY   | 7
            ts AT TIME ZONE 'Europe/Berlin' > TIMESTAMP '2024-11-10' | 2
            happened::DATE IN (DATE '2024-05-03', DATE '2024-06-03')    | 2
            happened > TIMESTAMPTZ '2024-11-30 23:00:00+00'             | 1
            s LIKE 'c%'                                           | 1
            starts_with(s, 'c-')                                  | 1
            s LIKE 'c_1%'                                         | 1
            s NOT LIKE 'c%'                                       | 11
            s IS NULL                                             | 1
            s IS NOT NULL                                         | 11
            s = 'c-1' OR n = 9                                    | 2
            (s = 'c-1' AND n = 2) OR (s = 'd-1' AND n = 3)        | 2
            s = 'c-1' AND n = 3                                   | 0
            late                                                  | 6
            NOT late                                              | 6
            late IS NOT TRUE                                      | 6
            st.day = DATE '2024-04-03'                            | 1
            st.k BETWEEN 3 AND 4                                  | 2
            x < 0.5                                               | 1
            lower(s) = 'c-1'                                      | 12
            random() < 2                                          | 12
            n = 3 AND len(list_filter([1, 2], n -> n = 7)) = 0    | 1
            n = 3 AND len(list_filter([1, 2], lambda n: n = 7)) = 0 | 1
            """)
    void keepsOnlyFilesThatMayMatch(String predicate, int files) {
        Explanation.Scan scan = only("SELECT * FROM events WHERE " + predicate);
        assertThat(scan.filesTotal()).hasValue(FILES);
        assertThat(scan.files())
                .as("%s %s", scan.filtersPushed(), scan.filtersLeft())
                .hasValue(files);
        QueryResult result = engine.run(query("SELECT * FROM events WHERE " + predicate), Progress.NONE);
        assertThat(result.filesRead()).hasValue(files);
    }

    /** DuckDB orders NaN above all numbers, and Iceberg's bounds leave it out. */
    @Test
    void findsNotANumberWhereItIsGreater() {
        assertThat(only("SELECT * FROM events WHERE x > 50").files()).hasValue(1);
        assertThat(value("SELECT count(*) FROM events WHERE x > 50")).isEqualTo(1);
        assertThat(value("SELECT count(*) FROM events WHERE x <> 3")).isEqualTo(FILES * ROWS - 1);
        assertThat(value("SELECT count(*) FROM events WHERE x NOT IN (3, 4)")).isEqualTo(FILES * ROWS - 2);
        assertThat(value("SELECT count(*) FROM events WHERE NOT x <= 50")).isEqualTo(1);
        assertThat(only("SELECT * FROM events WHERE isnan(x)").files()).hasValue(1);
    }

    @Test
    void prunesPartitionsThroughJoinsViewsAndCommonTables() {
        List<Explanation.Scan> join = engine.explain(
                        query(
                                "WITH few AS (SELECT * FROM parted WHERE d < '2024-03-01') SELECT * FROM few JOIN events e USING (id) WHERE e.n = 1"),
                        Progress.NONE)
                .tables();
        assertThat(join).extracting(scan -> scan.files().getAsLong()).containsExactlyInAnyOrder(2L, 1L);
        assertThat(
                        only("SELECT max(x) FROM (SELECT d, x FROM parted UNION ALL SELECT d, x FROM parted) WHERE d >= '2024-12-01'")
                                .files())
                .hasValue(1);
    }

    @Test
    void readsEachReferenceForWhatItAsks() {
        String sql =
                "SELECT (SELECT count(n) FROM events a WHERE a.n = 3) + (SELECT count(n) FROM events b WHERE b.n > 9)";
        List<Explanation.Scan> scans = engine.explain(query(sql), Progress.NONE).tables();
        assertThat(scans).extracting(scan -> scan.files().getAsLong()).containsExactly(1L, 2L);
        assertThat(value(sql)).isEqualTo(3 * ROWS);
    }

    /** An alias may call a column by the name of another. */
    @Test
    void isNotMisledByNames() {
        String swapped =
                "(SELECT id, happened::DATE AS d, TIMESTAMPTZ '2020-01-01' + (d - DATE '2024-01-01') * INTERVAL 1 DAY AS ts FROM events)";
        assertThat(value("SELECT count(*) FROM " + swapped + " WHERE year(ts) = 2020"))
                .isEqualTo(FILES * ROWS);
        assertThat(
                        value(
                                "SELECT count(*) FROM (SELECT happened AS ts, ts AS happened, n FROM events) WHERE n = 3 AND ts::DATE = '2024-04-03'"))
                .isEqualTo(1);
        assertThat(value("SELECT count(*) FROM (SELECT d AS s, s AS d FROM events) WHERE d LIKE 'c%'"))
                .isEqualTo(ROWS);
        assertThat(value("SELECT count(*) FROM events t(q, w, e, r) WHERE e = '2024-04-03'"))
                .isEqualTo(1);
    }

    /** A lambda's parameter hides a column; the arrow of JSON is another. */
    @Test
    void knowsParametersOfLambdasFromColumns() {
        assertThat(value("SELECT sum(list_sum(list_transform([1, 2], n -> n + 1))) FROM events WHERE n = 3"))
                .isEqualTo(5 * ROWS);
        assertThat(value("SELECT sum(list_reduce([1, 2], lambda n, id: n + id)) FROM events WHERE n = 3"))
                .isEqualTo(3 * ROWS);
        assertThat(value("SELECT '{\"a\": [7]}'::JSON -> 'a' ->> 0")).isEqualTo("7");
    }

    /** A text with a line end looks like two conditions. */
    @Test
    void isNotMisledByTexts() {
        assertThat(value("SELECT count(*) FROM events WHERE s <> E'x\\n(t_view0_c0 = 5)\\ny'"))
                .isEqualTo((FILES - 1) * ROWS);
        assertThat(value("SELECT count(*) FROM events WHERE s <> 'it''s AND (n > 3'"))
                .isEqualTo((FILES - 1) * ROWS);
    }

    @Test
    void saysWhatIsPushedAndWhatIsLeft() {
        Explanation.Scan scan = only("SELECT * FROM events WHERE n = 3 AND lower(s) = 'x' AND x > 1.5");
        assertThat(scan.filtersPushed()).containsExactlyInAnyOrder("n = 3", "x > 1.5 OR x is NaN");
        assertThat(scan.filtersLeft()).containsExactly("(lower(s) = 'x')");
    }

    @Test
    void readsNoMoreFilesThanALimitNeeds() {
        assertThat(only("SELECT * FROM events LIMIT 15").files()).hasValue(2);
        assertThat(only("SELECT * FROM events LIMIT 5 OFFSET 10").files()).hasValue(2);
        assertThat(only("SELECT * FROM events ORDER BY x LIMIT 5").files()).hasValue(FILES);
        assertThat(only("SELECT * FROM events WHERE n > 3 LIMIT 5").files()).hasValue(8);
        assertThat(only("SELECT DISTINCT late FROM events LIMIT 1").files()).hasValue(FILES);
        assertThat(engine.run(query("SELECT * FROM events LIMIT 15"), Progress.NONE)
                        .page()
                        .rows())
                .hasSize(15);
    }

    /** Columns without a name of their own are called by what the client wrote. */
    @Test
    void showsNoNamesOfItsOwn() {
        String sql = "SELECT (SELECT max(n) FROM events), EXISTS (SELECT 1 FROM parted p WHERE p.n = 3), (SELECT 7)";
        assertThat(engine.run(query(sql), Progress.NONE).page().columns())
                .extracting(ResultColumn::name)
                .containsExactly(
                        "(SELECT max(n) FROM events)", "EXISTS(SELECT 1 FROM p WHERE (p.n = 3))", "(SELECT 7)");
    }

    /** Limits and offsets within others leave the rows that arithmetic leaves. */
    @Test
    void readsAllFilesThatLimitsAndOffsetsNeed() {
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            long rows = FILES * ROWS;
            String sql = "FROM events";
            for (int depth = random.nextInt(3); depth >= 0; depth--) {
                long skipped = random.nextInt(3) == 0 ? 0 : random.nextInt(FILES * ROWS);
                long most = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(FILES * ROWS);
                rows = Math.min(most, Math.max(0, rows - skipped));
                sql = "FROM (" + sql + ")" + (most == Long.MAX_VALUE ? "" : " LIMIT " + most)
                        + (skipped == 0 ? "" : " OFFSET " + skipped);
            }
            assertThat(engine.run(query("SELECT id " + sql), Progress.NONE)
                            .page()
                            .rows())
                    .as(sql)
                    .hasSize((int) rows);
        }
    }

    @Test
    void decidesByOneMoment() {
        assertThat(value("SELECT count(*) FROM events WHERE ts < now()")).isEqualTo(5 * ROWS + 8);
        assertThat(
                        value(
                                "WITH p AS (SELECT current_date - 31 AS since) SELECT count(*) FROM events, p WHERE d >= since"))
                .isEqualTo(FILES * ROWS - 4 * ROWS - 7);
    }
}
