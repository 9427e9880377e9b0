package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineWorkersTest {
    private static final Limits LIMITS = new Limits(512L << 20, Duration.ofSeconds(20), 10_000, 64 << 10, 4L << 20, 0);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    private EngineWorkers workers;

    @BeforeAll
    void start() {
        workers = EngineWorkers.create(LIMITS);
    }

    @AfterAll
    void stop() {
        workers.close();
    }

    private JobResult run(String sql, int maxRows, Duration timeout) {
        JsonNode tree = workers.parse(sql, SOON);
        return workers.run(new Job(tree, List.of(), false, maxRows, 64 << 10, timeout.toMillis()), Progress.NONE);
    }

    private Object cell(String expression) {
        return run("SELECT " + expression, 1, SOON).page().rows().get(0).get(0);
    }

    private static ErrorCode codeOf(Runnable call) {
        return catchThrowableOfType(LakeException.class, call::run).code();
    }

    @Test
    void readsValuesAsTheWireHasThem() {
        assertThat(cell("9007199254740993")).isEqualTo("9007199254740993");
        assertThat(cell("9007199254740991")).isEqualTo(9007199254740991L);
        assertThat(cell("1.50::DECIMAL(5,2)")).isEqualTo("1.50");
        assertThat(cell("'nan'::DOUBLE")).isEqualTo("NaN");
        assertThat(cell("1.1::FLOAT")).isEqualTo(1.1);
        assertThat(cell("TIMESTAMP '2026-03-29 02:30:00'")).isEqualTo("2026-03-29T02:30:00");
        assertThat(cell("[TIMESTAMP '2026-03-29 02:30:00.5']")).isEqualTo(List.of("2026-03-29T02:30:00.5"));
        assertThat(cell("TIMESTAMPTZ '2026-03-29 02:30:00+02'")).isEqualTo("2026-03-29T00:30:00Z");
        assertThat(cell("DATE '-infinity'")).isEqualTo("-infinity");
        assertThat(cell("'infinity'::TIMESTAMP")).isEqualTo("infinity");
        assertThat(cell("'ab'::BLOB")).isEqualTo("YWI=");
        assertThat(cell("{'a': 1, 'b': [NULL, 2]}").toString()).isEqualTo("{a=1, b=[null, 2]}");
        assertThat(cell("MAP {'k': 1}").toString()).isEqualTo("[{key=k, value=1}]");
        assertThat(cell("12345678901234567890123::HUGEINT")).isEqualTo("12345678901234567890123");
        assertThat(cell("NULL")).isNull();
    }

    @Test
    void keepsNamesThatRepeatOrHaveNumbers() {
        Map<String, List<String>> names = Map.of(
                "SELECT 1 AS a, 2 AS a", List.of("a", "a"),
                "SELECT 1 AS A, 2 AS a_1, 3 AS a", List.of("A", "a_1", "a"),
                "SELECT 1 AS x_1, 2 AS x, 3 AS x_1", List.of("x_1", "x", "x_1"),
                "SELECT 1 AS x_1, 2 AS x_2", List.of("x_1", "x_2"),
                "SELECT 1, 1, NULL AS \"odd\n\", 2 AS \"odd\n\"", List.of("1", "1", "odd\n", "odd\n"));
        names.forEach((sql, expected) -> assertThat(run(sql, 10, SOON).page().columns())
                .as(sql)
                .extracting(c -> c.name())
                .isEqualTo(expected));
    }

    @Test
    void continuesALongerAnswerToItsEnd() {
        List<Object> seen = new ArrayList<>();
        JobResult page = run("SELECT range AS n FROM range(1234) ORDER BY n", 100, SOON);
        page.page().rows().forEach(row -> seen.add(row.get(0)));
        while (page.more()) {
            page = workers.page(page.spool().orElseThrow(), 100, 64 << 10);
            page.page().rows().forEach(row -> seen.add(row.get(0)));
        }
        assertThat(seen).hasSize(1234);
        assertThat(((Number) seen.get(1233)).intValue()).isEqualTo(1233);
    }

    @Test
    void saysExactlyWhetherThereIsMore() {
        assertThat(run("FROM range(200)", 200, SOON).more()).isFalse();
        assertThat(run("FROM range(201)", 200, SOON).more()).isTrue();
    }

    @Test
    void saysWhenTheRestIsNotKept() {
        JobResult page = run("SELECT repeat('x', 4000) FROM range(5000)", 10, SOON);
        while (page.spool().isPresent()) {
            page = workers.page(page.spool().get(), 1000, 1 << 20);
        }
        assertThat(page.more()).isTrue();
        assertThat(page.warnings()).anyMatch(w -> w.contains("longer than what is kept"));
    }

    @Test
    void cutsACellAndSaysSo() {
        JobResult result = run("SELECT repeat('x', 67108864) AS s", 1, SOON);
        assertThat(((String) result.page().rows().get(0).get(0)).length()).isLessThan(5000);
        assertThat(result.warnings()).anyMatch(w -> w.contains("'s'") && w.contains("67108864"));
    }

    @Test
    void stopsAtTheDeadline() {
        long start = System.nanoTime();
        assertThat(codeOf(() -> run("SELECT count(*) FROM range(1000000000000)", 1, Duration.ofSeconds(1))))
                .isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(60);
        assertThat(cell("1")).isEqualTo(1);
    }

    @Test
    void killsWhatIgnoresTheDeadlineAndSparesTheOthers() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<ErrorCode> hog = callers.submit(() -> codeOf(() -> run(joins(60), 1, Duration.ofSeconds(2))));
            Future<JobResult> innocent = callers.submit(() -> run("SELECT count(*) FROM range(6000000000)", 1, LONG));
            assertThat(hog.get(60, TimeUnit.SECONDS)).isIn(ErrorCode.TIMED_OUT, ErrorCode.LIMIT_EXCEEDED);
            assertThat(innocent.get(5, TimeUnit.MINUTES).page().rows()).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }

    private static String joins(int n) {
        StringBuilder sql = new StringBuilder("SELECT count(*) FROM range(3000) t0");
        for (int i = 1; i < n; i++) {
            sql.append(" JOIN range(3000) t")
                    .append(i)
                    .append(" ON t")
                    .append(i)
                    .append(".range % 7 = t0.range % 5");
        }
        return sql.toString();
    }

    @Test
    void endsAStatementThatTakesTooMuchMemory() {
        ErrorCode code = codeOf(() -> run("SELECT repeat('x', 4000000000) AS s", 1, Duration.ofSeconds(60)));
        assertThat(code).isIn(ErrorCode.LIMIT_EXCEEDED, ErrorCode.SQL_REJECTED);
        assertThat(cell("1")).isEqualTo(1);
    }

    @Test
    void blamesTheCallThatTookTheMemoryAndSparesItsNeighbour() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (EngineWorkers narrow = EngineWorkers.create(LIMITS, WorkerCommand.likeThisProcess(), 900L << 20)) {
            Running engine = new Running(narrow);
            engine.cell("1");
            Future<Object> innocent = callers.submit(() -> engine.run("SELECT count(*) FROM range(4000000000)", 1, LONG)
                    .page()
                    .rows()
                    .get(0)
                    .get(0));
            while (narrow.callsUnderWay() == 0) {
                Thread.onSpinWait();
            }
            Future<ErrorCode> hog = callers.submit(() -> engine.failure("SELECT length(repeat('x', 4000000000))", LONG)
                    .code());
            assertThat(hog.get(5, TimeUnit.MINUTES)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
            assertThat(innocent.get(5, TimeUnit.MINUTES)).isEqualTo(4000000000L);
            assertThat(engine.cell("1")).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void answersEveryCallWhenTheWorkerIsKilled() throws Exception {
        cell("1");
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            CountDownLatch started = new CountDownLatch(20);
            List<Future<ErrorCode>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit(() -> {
                    started.countDown();
                    return codeOf(() -> run("SELECT count(*) FROM range(1000000000000)", 1, LONG));
                }));
            }
            started.await();
            while (workers.callsUnderWay() < 20) {
                Thread.onSpinWait();
            }
            workers.pid().ifPresent(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
            for (Future<ErrorCode> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(ErrorCode.UNAVAILABLE);
            }
            assertThat(cell("1")).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void stopsWhenTheCallerIsInterrupted() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<ErrorCode> call =
                caller.submit(() -> codeOf(() -> run("SELECT count(*) FROM range(1000000000000)", 1, LONG)));
        while (workers.callsUnderWay() == 0) {
            Thread.onSpinWait();
        }
        caller.shutdownNow();
        assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
        long start = System.nanoTime();
        while (workers.callsUnderWay() > 0 && System.nanoTime() - start < SOON.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(workers.callsUnderWay()).isZero();
    }

    @Test
    void refusesLongAndDeepStatementsBeforeParsing() {
        assertThat(codeOf(() -> workers.parse("SELECT '" + "x".repeat(200_000) + "'", SOON)))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(codeOf(() -> workers.parse("SELECT " + "[".repeat(101) + "]".repeat(101), SOON)))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> workers.parse("SELECT 1\0", SOON)).hasMessageContaining("NUL");
        assertThat(workers.parse("SELECT '" + "(".repeat(200) + "'", SOON)
                        .get("error")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void survivesDeepExpressions() {
        String concat = "SELECT 1" + " || 'a'".repeat(900);
        String cases = "SELECT " + "CASE WHEN true THEN ".repeat(900) + "1" + " END".repeat(900);
        for (String sql : List.of(concat, cases)) {
            assertThat(codeOf(() -> run(sql, 1, SOON))).isIn(ErrorCode.SQL_REJECTED, ErrorCode.LIMIT_EXCEEDED);
        }
        assertThat(cell("1")).isEqualTo(1);
    }

    @Test
    void runsTrustedSqlWithParameters() {
        assertThat(workers.rows(Optional.empty(), List.of(), "SELECT ? || 'b'", List.of("a"), SOON)
                        .rows())
                .containsExactly(List.of("ab"));
    }

    @Test
    void cannotReachFiles() {
        assertThat(codeOf(() -> run("SELECT content FROM read_text('/etc/hostname')", 1, SOON)))
                .isEqualTo(ErrorCode.SQL_REJECTED);
    }
}
