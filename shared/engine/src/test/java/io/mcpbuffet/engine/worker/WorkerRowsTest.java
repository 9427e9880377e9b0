package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.engine.job.RowsRelation.Column;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Rows that come from elsewhere while a statement runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class WorkerRowsTest {
    private static final List<Column> ID = List.of(new Column("id", "BIGINT", "BIGINT"));

    private Running engine;

    @BeforeAll
    void start() {
        engine = Running.start();
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private List<List<Object>> rows(String sql, RowsRelation relation, RowFeed feed) {
        Job job = new Job(engine.workers().parse(sql, Running.SOON), List.of(relation), false, 1000, 64 << 10, 60_000);
        return engine.workers()
                .run(job, Map.of(relation.view(), feed), Progress.NONE)
                .page()
                .rows();
    }

    private LakeException failure(String sql, RowsRelation relation, RowFeed feed) {
        return catchThrowableOfType(LakeException.class, () -> rows(sql, relation, feed));
    }

    private static RowsRelation relation(List<Column> columns) {
        return new RowsRelation("v1", columns, RowsRelation.Keys.NONE);
    }

    private static RowFeed feed(RowStream rows) {
        return new RowFeed("far.away.t", false, keys -> rows, 1_000_000, 512L << 20);
    }

    private static RowBatch ids(long from, int count) {
        long[] values = new long[count];
        Arrays.setAll(values, i -> from + i);
        return new RowBatch(count, List.of(new RowBatch.Longs(values, new BitSet())));
    }

    /** Gives batches that were made before, and remembers whether it was closed. */
    private static final class Given implements RowStream {
        private final List<RowBatch> batches;
        private final CountDownLatch closed = new CountDownLatch(1);
        private int next;

        Given(RowBatch... batches) {
            this.batches = List.of(batches);
        }

        @Override
        public Optional<RowBatch> next() {
            return next < batches.size() ? Optional.of(batches.get(next++)) : Optional.empty();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void readsEveryBatchOnce() {
        List<RowBatch> batches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            batches.add(ids(i * 1000L, 1000));
        }
        Given given = new Given(batches.toArray(RowBatch[]::new));
        assertThat(rows("SELECT count(*), count(DISTINCT id), max(id) FROM v1", relation(ID), feed(given)))
                .containsExactly(List.of(50_000, 50_000, 49_999));
    }

    @Test
    void readsATableWithoutRows() {
        assertThat(rows("SELECT count(*), max(id) FROM v1", relation(ID), feed(new Given())))
                .containsExactly(Arrays.asList(0, null));
    }

    @Test
    void givesEveryTypeAsItCame() {
        record Case(Column column, RowBatch.Column values, Object first) {}
        BitSet second = new BitSet();
        second.set(1);
        List<Case> cases = List.of(
                new Case(column("BOOLEAN"), new RowBatch.Longs(new long[] {1, 0}, second), true),
                new Case(column("INTEGER"), new RowBatch.Longs(new long[] {-7, 0}, second), -7),
                new Case(column("BIGINT"), new RowBatch.Longs(new long[] {1L << 62, 0}, second), "4611686018427387904"),
                new Case(column("DATE"), new RowBatch.Longs(new long[] {-1, 0}, second), "1969-12-31"),
                new Case(column("TIME"), new RowBatch.Longs(new long[] {1, 0}, second), "00:00:00.000001"),
                new Case(
                        column("TIMESTAMP"),
                        new RowBatch.Longs(new long[] {253402300799999999L, 0}, second),
                        "9999-12-31T23:59:59.999999"),
                new Case(
                        column("TIMESTAMP WITH TIME ZONE"),
                        new RowBatch.Longs(new long[] {0, 0}, second),
                        "1970-01-01T00:00:00Z"),
                new Case(column("DECIMAL(4,2)"), new RowBatch.Longs(new long[] {-9999, 0}, second), "-99.99"),
                new Case(column("DECIMAL(9,0)"), new RowBatch.Longs(new long[] {999999999, 0}, second), "999999999"),
                new Case(column("DECIMAL(18,1)"), new RowBatch.Longs(new long[] {-1, 0}, second), "-0.1"),
                new Case(column("DECIMAL(38,2)"), new RowBatch.Longs(new long[] {-150, 0}, second), "-1.50"),
                new Case(
                        column("DECIMAL(38,0)"),
                        new RowBatch.Texts(new String[] {"-99999999999999999999999999999999999999", null}),
                        "-99999999999999999999999999999999999999"),
                new Case(column("FLOAT"), new RowBatch.Doubles(new double[] {0.5, 0}, second), 0.5),
                new Case(column("DOUBLE"), new RowBatch.Doubles(new double[] {Double.NaN, 0}, second), "NaN"),
                new Case(column("VARCHAR"), new RowBatch.Texts(new String[] {"", null}), ""),
                new Case(
                        column("UUID"),
                        new RowBatch.Texts(new String[] {"00000000-0000-0000-0000-00000000000a", null}),
                        "00000000-0000-0000-0000-00000000000a"),
                new Case(column("BLOB"), new RowBatch.Binaries(new byte[][] {{1, 2}, null}), "AQI="),
                new Case(
                        new Column("c", "INTEGER[]", "VARCHAR"),
                        new RowBatch.Texts(new String[] {"[1,null]", null}),
                        Arrays.asList(1, null)),
                new Case(
                        new Column("c", "JSON", "VARCHAR"),
                        new RowBatch.Texts(new String[] {"{\"a\":1}", null}),
                        "{\"a\":1}"));
        for (Case each : cases) {
            RowBatch batch = new RowBatch(2, List.of(each.values()));
            assertThat(rows("SELECT c FROM v1", relation(List.of(each.column())), feed(new Given(batch))))
                    .as(each.column().type())
                    .containsExactly(Arrays.asList(each.first()), Collections.singletonList(null));
        }
    }

    private static Column column(String type) {
        return new Column("c", type, type);
    }

    @Test
    void failsALeafThatIsTooLong() {
        RowFeed feed = new RowFeed("far.away.t", false, keys -> new Given(ids(0, 60), ids(60, 60)), 100, 512L << 20);
        LakeException failure = failure("SELECT count(*) FROM v1", relation(ID), feed);
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("100 rows of far.away.t");
        assertThat(failure.hint()).isNotEmpty();
    }

    @Test
    void failsALeafThatIsTooLarge() {
        RowFeed feed = new RowFeed("far.away.t", false, keys -> new Given(ids(0, 300_000)), 1_000_000, 2 << 20);
        LakeException failure = failure("SELECT count(*) FROM v1", relation(ID), feed);
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("2 MB");
    }

    @Test
    void tellsWhatWentWrongAtTheSource() {
        RowFeed feed = new RowFeed(
                "far.away.t",
                false,
                keys -> {
                    throw LakeException.of(ErrorCode.PERMISSION_DENIED, "No right to read t");
                },
                100,
                100);
        LakeException failure = failure("SELECT count(*) FROM v1", relation(ID), feed);
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(rows("SELECT max(id) FROM v1", relation(ID), feed(new Given(ids(5, 1)))))
                .containsExactly(List.of(5));
    }

    @Test
    void stopsTheSourceWhenTheCallIsOver() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        RowStream endless = new RowStream() {
            @Override
            public Optional<RowBatch> next() {
                try {
                    closed.await();
                    return Optional.empty();
                } catch (InterruptedException e) {
                    throw LakeException.of(ErrorCode.CANCELLED, "Interrupted", e);
                }
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        Job job = new Job(
                engine.workers().parse("SELECT count(*) FROM v1", Running.SOON),
                List.of(relation(ID)),
                false,
                1,
                1 << 10,
                Duration.ofMillis(300).toMillis());
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> engine.workers().run(job, Map.of("v1", feed(endless)), Progress.NONE));
        assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void narrowsRowsToKeysOfARelationBefore() {
        RowsRelation small = new RowsRelation("small", ID, RowsRelation.Keys.NONE);
        RowsRelation big = new RowsRelation(
                "big",
                ID,
                new RowsRelation.Keys(
                        engine.workers().parse("SELECT id FROM small", Running.SOON), "BIGINT", 10, 1000));
        List<Optional<List<String>>> asked = new ArrayList<>();
        RowFeed keyed = new RowFeed(
                "far.away.big",
                true,
                keys -> {
                    asked.add(keys);
                    return new Given(ids(3, 2));
                },
                1000,
                1 << 20);
        assertThat(joined(small, big, feed(new Given(ids(3, 2))), keyed)).containsExactly(List.of(2));
        assertThat(joined(small, big, feed(new Given(ids(1, 11))), keyed)).containsExactly(List.of(2));
        assertThat(asked).containsExactly(Optional.of(List.of("3", "4")), Optional.empty());
    }

    private List<List<Object>> joined(RowsRelation small, RowsRelation big, RowFeed first, RowFeed second) {
        String sql = "SELECT count(*) FROM small JOIN big USING (id)";
        Job job = new Job(engine.workers().parse(sql, Running.SOON), List.of(small, big), false, 10, 1 << 10, 60_000);
        return engine.workers()
                .run(job, Map.of("small", first, "big", second), Progress.NONE)
                .page()
                .rows();
    }

    @Test
    void asksForNoRowsWhereThePlanIsWanted() {
        Job job = new Job(
                engine.workers().parse("SELECT id FROM v1", Running.SOON),
                List.of(relation(ID)),
                true,
                1,
                1 << 20,
                60_000);
        assertThat(engine.workers().run(job, Progress.NONE).page().rows()).isNotEmpty();
    }
}
