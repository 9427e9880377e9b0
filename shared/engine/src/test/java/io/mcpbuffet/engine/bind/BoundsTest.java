package io.mcpbuffet.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that only read, and would take all of the machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundsTest {
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{(REPEAT|NEST|SEQ):(.*?):(\\d+)}}", Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Set<ErrorCode> ENDS =
            Set.of(ErrorCode.TIMED_OUT, ErrorCode.LIMIT_EXCEEDED, ErrorCode.SQL_REJECTED);

    @TempDir
    private static Path directory;

    private FederatedEngine engine;

    @BeforeAll
    void open() throws Exception {
        FileTables tables = new FileTables().add("shop", directory, TpchTables.SMALL);
        Limits usual = Limits.DEFAULT;
        Limits limits = new Limits(
                512L << 20, LIMIT, usual.maxRows(), usual.maxResultBytes(), usual.spoolBytes(), usual.cacheBytes());
        engine = new FederatedEngine(tables, EngineWorkers.create(limits), limits, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        engine.close();
    }

    static List<CorpusFile> bounded() {
        return CorpusFile.read("sql-bound.tsv", Set.of("any", "duckdb"));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    @Timeout(180)
    void endsAtALimitAndSparesTheOthers(CorpusFile statement) throws Exception {
        CompletableFuture<Optional<LakeException>> end = CompletableFuture.supplyAsync(() -> end(statement));
        int spared = 0;
        do {
            assertThat(run("SELECT count(*) FROM orders", Duration.ofSeconds(40))
                            .page()
                            .rows())
                    .containsExactly(List.of(TpchTables.ORDERS));
            spared++;
        } while (!end.isDone());
        assertThat(spared).isPositive();
        end.get(1, TimeUnit.SECONDS)
                .ifPresent(stop -> assertThat(stop.code()).as(stop.getMessage()).isIn(ENDS));
    }

    /** Empty for an answer, which then is one of the bounded kind. */
    private Optional<LakeException> end(CorpusFile statement) {
        try {
            QueryResult result = run(expanded(statement.sql()), LIMIT);
            assertThat(result.truncated() || !result.warnings().isEmpty())
                    .as("a whole answer of %s", result.page().rows().size())
                    .isTrue();
            return Optional.empty();
        } catch (LakeException e) {
            return Optional.of(e);
        }
    }

    private QueryResult run(String sql, Duration timeout) {
        return engine.run(new Query(sql, AsOf.LATEST, Optional.empty(), 200, timeout, Optional.empty()), Progress.NONE);
    }

    private static String expanded(String sql) {
        return TEMPLATE.matcher(sql)
                .replaceAll(template -> Matcher.quoteReplacement(
                        expanded(template.group(1), template.group(2), Integer.parseInt(template.group(3)))));
    }

    private static String expanded(String kind, String text, int times) {
        return switch (kind) {
            case "REPEAT" -> text.repeat(times);
            case "SEQ" ->
                IntStream.rangeClosed(1, times)
                        .mapToObj(i -> text.replace("#", String.valueOf(i)))
                        .collect(Collectors.joining());
            default -> {
                String[] ends = text.split(":", 2);
                yield ends[0].repeat(times) + ends[1].repeat(times);
            }
        };
    }
}
