package io.mcpbuffet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine does. Each implementation subclasses it once, over tables whose content the fixture describes. */
public abstract class EngineContract {
    /** Rows of orders. */
    public static final int ORDERS = 1000;
    /** Rows of orders at {@link Fixture#earlier()}: those with the lowest ids. */
    public static final int EARLIER_ORDERS = 100;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * The engine and the names of its tables as they stand in SQL.
     *
     * @param orders {@code id} long from 1 to 1000, {@code customer_id} int = id % 10, {@code total} decimal(12, 2) = id + 0.25,
     *     {@code note} string = 'n' and the id, NULL where id % 7 = 0
     * @param customers {@code id} int from 0 to 9, {@code name} string = 'c' and the id; in another catalog where there is one
     * @param earlier when orders had 100 rows, where it has a history
     */
    public record Fixture(SqlEngine engine, String orders, String customers, Optional<AsOf> earlier) {}

    protected abstract Fixture fixture();

    @Test
    public void selectsRowsInOrder() {
        Fixture f = fixture();
        QueryResult result = run(f, "SELECT id, note FROM " + f.orders() + " WHERE id BETWEEN 6 AND 8 ORDER BY id", 10);
        assertThat(rows(result))
                .containsExactly(Arrays.asList(6L, "n6"), Arrays.asList(7L, null), Arrays.asList(8L, "n8"));
        assertThat(result.page().columns()).extracting("name").containsExactly("id", "note");
        assertThat(result.truncated()).isFalse();
        assertThat(result.nextCursor()).isEmpty();
    }

    @Test
    public void joinsAndAggregates() {
        Fixture f = fixture();
        QueryResult result = run(
                f,
                "SELECT c.name, count(*), sum(o.total) FROM " + f.orders() + " o JOIN " + f.customers()
                        + " c ON c.id = o.customer_id WHERE c.id < 2 GROUP BY c.name ORDER BY c.name",
                10);
        // Customer 0 has 10, 20 ... 1000 and customer 1 has 1, 11 ... 991, each with 0.25 more.
        assertThat(rows(result))
                .containsExactly(Arrays.asList("c0", 100L, "50525.00"), Arrays.asList("c1", 100L, "49625.00"));
        assertThat(result.tables()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 1000, 1001})
    public void saysTruncatedExactlyWhereMoreRowsExist(int maxRows) {
        Fixture f = fixture();
        QueryResult result = run(f, "SELECT id FROM " + f.orders(), maxRows);
        assertThat(result.truncated()).isEqualTo(maxRows < ORDERS);
        assertThat(result.truncationReason().isPresent()).isEqualTo(result.truncated());
        assertThat(result.page().rows()).hasSize(Math.min(maxRows, ORDERS));
    }

    @Test
    public void continuesSoThatEveryRowIsSeenOnce() {
        Fixture f = fixture();
        String sql = "SELECT id FROM " + f.orders() + " ORDER BY id DESC";
        List<Object> seen = new ArrayList<>();
        QueryResult page = run(f, sql, 300);
        seen.addAll(firsts(page));
        while (page.nextCursor().isPresent()) {
            assertThat(page.truncated()).isTrue();
            page = f.engine()
                    .run(new Query(sql, AsOf.LATEST, Optional.empty(), 300, TIMEOUT, page.nextCursor()), Progress.NONE);
            seen.addAll(firsts(page));
        }
        assertThat(seen).hasSize(ORDERS).doesNotHaveDuplicates();
        assertThat(seen).first().isEqualTo(1000L);
        assertThat(page.truncated()).isFalse();
    }

    @Test
    public void refusesACursorOfAnotherResult() {
        Fixture f = fixture();
        Query query = new Query(
                "SELECT id FROM " + f.orders(),
                AsOf.LATEST,
                Optional.empty(),
                10,
                TIMEOUT,
                Optional.of("no-such-cursor"));
        assertThat(code(f, query)).isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    public void givesValuesInTheFormsOfTheWire() {
        Fixture f = fixture();
        values().forEach((sql, expected) -> assertThat(
                        rows(run(f, "SELECT " + sql + " AS v FROM " + f.customers() + " LIMIT 1", 1)))
                .as(sql)
                .containsExactly(Arrays.asList(expected)));
    }

    /** Expressions in the engine's dialect, with what the wire has for each. */
    protected Map<String, Object> values() {
        Map<String, Object> out = new java.util.LinkedHashMap<>();
        out.put("NULL", null);
        out.put("true", true);
        out.put("CAST(9007199254740991 AS BIGINT)", 9007199254740991L);
        out.put("CAST(9007199254740993 AS BIGINT)", "9007199254740993");
        out.put("CAST(1.50 AS DECIMAL(5, 2))", "1.50");
        out.put("CAST(0.5 AS DOUBLE)", 0.5);
        out.put("CAST('NaN' AS DOUBLE)", "NaN");
        out.put("CAST('-Infinity' AS DOUBLE)", "-Infinity");
        out.put("DATE '2026-03-01'", "2026-03-01");
        out.put("TIMESTAMP '2026-03-29 02:30:00'", "2026-03-29T02:30:00");
        out.put("CAST('abc' AS BLOB)", "YWJj");
        out.put("[1, 2, NULL]", Arrays.asList(1L, 2L, null));
        return out;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO %s VALUES (1)",
                "UPDATE %s SET id = 1",
                "DELETE FROM %s",
                "DROP TABLE %s",
                "CREATE TABLE t AS SELECT * FROM %s",
                "COPY %s TO '/tmp/should-not-exist.csv'",
                "SELECT 1; SELECT * FROM %s",
                "SET threads = 1",
                "PRAGMA database_list",
                "ATTACH ':memory:' AS other"
            })
    public void refusesWhatIsNotOneRead(String template) {
        Fixture f = fixture();
        Query query = query(template.formatted(f.orders()), 10);
        assertThat(code(f, query)).isIn(ErrorCode.READ_ONLY, ErrorCode.SQL_REJECTED);
        assertThat(rows(run(f, "SELECT count(*) FROM " + f.orders(), 1))).containsExactly(List.of((long) ORDERS));
    }

    @Test
    public void rejectsWhatDoesNotParseOrBind() {
        Fixture f = fixture();
        assertThat(code(f, query("SELEC 1", 1))).isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(code(f, query("SELECT no_such_column FROM " + f.orders(), 1)))
                .isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(code(f, query("SELECT * FROM no_such_table_at_all", 1))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void stopsAtTheTimeLimitAndGoesOn() {
        Fixture f = fixture();
        Query slow = new Query(slow(f), AsOf.LATEST, Optional.empty(), 1, Duration.ofSeconds(1), Optional.empty());
        long start = System.nanoTime();
        assertThat(code(f, slow)).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        assertThat(rows(run(f, "SELECT count(*) FROM " + f.customers(), 1))).containsExactly(List.of(10L));
    }

    @Test
    public void stopsWhenItsThreadIsInterrupted() throws Exception {
        Fixture f = fixture();
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            started.countDown();
            code.set(code(f, query(slow(f), 1)));
        });
        caller.start();
        started.await();
        caller.interrupt();
        caller.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(code.get()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(rows(run(f, "SELECT count(*) FROM " + f.customers(), 1))).containsExactly(List.of(10L));
    }

    @Test
    public void readsAnEarlierState() {
        Fixture f = fixture();
        assumeTrue(f.earlier().isPresent());
        String sql = "SELECT count(*), max(id) FROM " + f.orders();
        Query then = new Query(sql, f.earlier().get(), Optional.empty(), 1, TIMEOUT, Optional.empty());
        QueryResult result = f.engine().run(then, Progress.NONE);
        assertThat(rows(result)).containsExactly(List.of((long) EARLIER_ORDERS, (long) EARLIER_ORDERS));
        assertThat(result.tables()).singleElement().satisfies(t -> assertThat(t.snapshotId())
                .isPresent());
    }

    @Test
    public void explainsWithoutRunning() {
        Fixture f = fixture();
        var explained = f.engine().explain(query(slow(f), 1), Progress.NONE);
        assertThat(explained.plan()).isNotBlank();
        assertThat(explained.tables()).isNotEmpty();
        assertThat(code(f, query("DROP TABLE " + f.orders(), 1))).isIn(ErrorCode.READ_ONLY, ErrorCode.SQL_REJECTED);
    }

    /** A statement that takes minutes at least. */
    protected String slow(Fixture f) {
        String t = f.orders();
        return "SELECT count(*) FROM " + t + " a, " + t + " b, " + t + " c, " + t
                + " d WHERE a.id + b.id * c.id - d.id * 3 = -1 AND sqrt(a.id * b.id) > c.id";
    }

    protected static QueryResult run(Fixture f, String sql, int maxRows) {
        return f.engine().run(query(sql, maxRows), Progress.NONE);
    }

    protected static Query query(String sql, int maxRows) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), maxRows, TIMEOUT, Optional.empty());
    }

    private static ErrorCode code(Fixture f, Query query) {
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> f.engine().run(query, Progress.NONE));
        return failure == null ? null : failure.code();
    }

    private static List<Object> firsts(QueryResult page) {
        return rows(page).stream().map(r -> r.get(0)).toList();
    }

    /** The rows with every whole number as a long: how wide a number is in Java does not show on the wire. */
    protected static List<List<Object>> rows(QueryResult result) {
        return result.page().rows().stream().map(EngineContract::wide).toList();
    }

    private static List<Object> wide(List<?> values) {
        List<Object> wide = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof List<?> list) {
                wide.add(wide(list));
            } else {
                wide.add(value instanceof Integer number ? Long.valueOf(number) : value);
            }
        }
        return wide;
    }
}
