package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that are valid and too much: each ends at a limit, and the next statement is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerBoundsTest {
    private static final Pattern REPEAT = Pattern.compile("\\{\\{REPEAT:([^}]*):(\\d+)}}");
    private static final Pattern NEST = Pattern.compile("\\{\\{NEST:(.):(.):(\\d+)}}");
    private static final Pattern SEQ = Pattern.compile("\\{\\{SEQ:([^}]*):(\\d+)}}");
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private Running engine;

    @BeforeAll
    void start() {
        engine = Running.start();
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    static Stream<Arguments> statements() throws IOException {
        Path corpus = Path.of("src/test/resources/corpus/sql-bound.tsv");
        return Files.readAllLines(corpus).stream()
                .skip(1)
                .map(line -> line.split("\t", 4))
                .filter(row -> row[0].equals("duckdb") || row[0].equals("any"))
                .map(row -> Arguments.of(row[1], row[3]));
    }

    private static String expand(String sql) {
        String repeated = REPEAT.matcher(sql)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
        String nested = NEST.matcher(repeated).replaceAll(m -> {
            int times = Integer.parseInt(m.group(3));
            return Matcher.quoteReplacement(
                    m.group(1).repeat(times) + m.group(2).repeat(times));
        });
        return SEQ.matcher(nested).replaceAll(m -> IntStream.rangeClosed(1, Integer.parseInt(m.group(2)))
                .mapToObj(i -> m.group(1).replace("#", Integer.toString(i)))
                .collect(Collectors.joining()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void endsAtALimit(String id, String sql) {
        long start = System.nanoTime();
        String text = expand(sql);
        try {
            String page = engine.run(text, 200, LIMIT).page().rows().toString();
            assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 20);
        } catch (LakeException e) {
            assertThat(e.code())
                    .as(e.getMessage())
                    .isIn(ErrorCode.TIMED_OUT, ErrorCode.LIMIT_EXCEEDED, ErrorCode.SQL_REJECTED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.multipliedBy(30));
        assertThat(engine.cell("1")).isEqualTo(1);
    }

    @Test
    void refusesANameOfManyPartsButNotManyNames() {
        assertThat(engine.failure("SELECT a" + ".a".repeat(200)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        String many = "SELECT t.range FROM range(1) t" + " WHERE t.range = 0" + " AND t.range < 1.5".repeat(120);
        assertThat(engine.rows(many)).hasSize(1);
    }

    @Test
    void keepsTheRestOfALargeResultUpToItsBoundAndSaysSo() {
        var page = engine.run("FROM range(3000000)", 200, Running.SOON);
        long rows = page.page().rows().size();
        while (page.spool().isPresent()) {
            page = engine.workers().page(page.spool().get(), 50_000, 1 << 20);
            rows += page.page().rows().size();
        }
        assertThat(rows).isEqualTo(Spools.MAX_ROWS + 200);
        assertThat(page.more()).isTrue();
        assertThat(page.warnings()).anyMatch(warning -> warning.contains("longer than what is kept"));
    }

    @Test
    void fillsAPageWithAtMostItsBytes() throws IOException {
        var first = engine.run("SELECT repeat('x', 1000) AS s FROM range(500)", 500, Running.SOON);
        assertThat(json(first.page().rows())).isBetween(60_000, 64 << 10);
        var next = engine.workers().page(first.spool().orElseThrow(), 500, 10_000);
        assertThat(json(next.page().rows())).isBetween(8_000, 10_000);
        assertThat(engine.workers()
                        .page(next.spool().orElseThrow(), 500, 1)
                        .page()
                        .rows())
                .hasSize(1);
    }

    private static int json(List<List<Object>> rows) throws IOException {
        return FrameChannel.JSON.writeValueAsBytes(rows).length;
    }

    @Test
    void knowsNoPageOfAnInventedName() {
        for (String name : List.of("", "x", "x:0", "../../etc/passwd:0", "x:99999999999999999999")) {
            LakeException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                    LakeException.class, () -> engine.workers().page(name, 1, 1));
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void leavesNoWorkerBehindWhenTheHostIsKilled() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LonelyHost.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String pid = new String(host.getInputStream().readNBytes(LonelyHost.DIGITS), StandardCharsets.US_ASCII).strip();
        ProcessHandle worker = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        host.destroyForcibly();
        worker.onExit().get(60, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(worker.isAlive()).isFalse();
    }

    /** A host that says which worker it has, and waits. */
    static final class LonelyHost {
        static final int DIGITS = 12;

        private LonelyHost() {}

        public static void main(String[] args) throws InterruptedException {
            Running running = Running.start();
            running.cell("1");
            OptionalLong pid = running.workers().pid();
            System.out.printf("%" + DIGITS + "d", pid.orElseThrow());
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
