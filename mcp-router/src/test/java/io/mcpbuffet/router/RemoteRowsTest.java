package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a table of another server, beside the same table here. */
class RemoteRowsTest {
    private static final String VALUES =
            """
            CREATE TABLE v AS SELECT i::BIGINT AS id, i % 2 = 0 AS flag, i::INTEGER AS n,
                9223372036854775807 - i AS big, i / 3::FLOAT AS f, CASE i WHEN 1 THEN 'NaN'::DOUBLE WHEN 2 THEN '-inf' ELSE 0.1 END AS d,
                (i + 0.0000000001)::DECIMAL(38, 10) AS dec, (i - 0.25)::DECIMAL(5, 2) AS small, DATE '1969-12-31' + i::INTEGER AS day,
                TIME '23:59:59.999999' AS t, TIMESTAMP '1969-12-31 23:59:59.999999' + INTERVAL (i) HOUR AS ts,
                TIMESTAMPTZ '2026-03-29 02:30:00.000001+01' AS tz, 'zero\u200bwidth \u202e ''q'' \t' || chr(7) || i AS text,
                CASE WHEN i = 3 THEN repeat('long ', 5000) END AS long, uuid() AS u, 'a\\x00\\xFFb'::BLOB AS b,
                '{"a": [1.50, "\u200b"]}'::JSON AS j, [1, NULL, i] AS l, [DATE '2026-01-01'] AS days,
                {'dec': 1.50::DECIMAL(38, 20), 'x y': ['\u200b', NULL], 'bin': 'a\\x00'::BLOB, 'at': TIMESTAMP '2026-01-01 00:00:00.000001'} AS s,
                MAP {1: 'one', 2: NULL} AS m, NULL::INTEGER AS nothing
              FROM range(5) r(i)
            """;

    private static BuffetServer router;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Path near = directory.resolve("near.duckdb");
        Samples.execute(
                near.toString(),
                VALUES,
                "CREATE TABLE orders AS SELECT i AS id, i % 10 AS customer, 'n' || i AS note FROM range(1000) r(i)",
                "CREATE TABLE wide AS SELECT 170141183460469231731687303715884105727 // 10 AS h, 18446744073709551615::UBIGINT AS u");
        Path far = Files.copy(near, directory.resolve("far.duckdb"));
        router = OurServer.router(
                directory,
                "catalogs: {near: {kind: duckdb, path: near.duckdb}}\nlimits: {leaf-rows: 900}",
                Map.of("far", OurServer.overStdio("duckdb", "--name", "inner", "--path", far.toString())));
    }

    @AfterAll
    static void close() {
        router.close();
    }

    private static Query here(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.of("duckdb"), 1000, Duration.ofSeconds(60), Optional.empty());
    }

    private static QueryResult run(String sql) {
        return router.engine().run(here(sql), Progress.NONE);
    }

    private static LakeException failure(String sql, Optional<String> engine) {
        Query query = new Query(sql, AsOf.LATEST, engine, 10, Duration.ofSeconds(60), Optional.empty());
        return catchThrowableOfType(LakeException.class, () -> router.engine().run(query, Progress.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "md5(text), length(long), md5(long), s.dec * 2, m[1], j->'a', l[3], big - 1, dec + 1"})
    void hasTheSameValuesInTheSameTypes(String columns) {
        QueryResult far = run("SELECT " + columns + " FROM far.main.v ORDER BY id");
        QueryResult near = run("SELECT " + columns + " FROM near.main.v ORDER BY id");
        assertThat(far.page().columns()).isEqualTo(near.page().columns());
        assertThat(far.page().rows()).hasSize(5);
        for (int i = 0; i < far.page().columns().size(); i++) {
            int column = i;
            assertThat(far.page().rows().stream().map(row -> row.get(column)))
                    .as(far.page().columns().get(i).name())
                    .containsExactlyElementsOf(near.page().rows().stream()
                            .map(row -> row.get(column))
                            .toList());
        }
    }

    @Test
    void keepsNumbersOfMoreThan64Bits() {
        assertThat(run("SELECT h + 1, u + 1 FROM far.main.wide").page().rows())
                .containsExactly(List.of("17014118346046923173168730371588410573", "18446744073709551616"));
    }

    private static String sent(String sql) {
        String plan = router.engine().explain(here(sql), Progress.NONE).plan();
        return plan.lines()
                .filter(line -> line.startsWith("Rows of far"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendsOnlyWhatIsWantedOfATable() {
        assertThat(
                        sent(
                                "SELECT note FROM far.main.orders WHERE id BETWEEN 5 AND 7 AND note LIKE 'n%' AND customer IS NOT NULL"))
                .isEqualTo(
                        "Rows of far.main.orders come by: SELECT \"id\", \"customer\", \"note\" FROM \"inner\".\"main\".\"orders\""
                                + " WHERE \"id\" >= 5 AND \"id\" <= 7 AND NOT (\"customer\" IS NULL) AND \"note\" >= 'n' AND \"note\" < 'o'");
        assertThat(sent("SELECT note FROM far.main.orders LIMIT 3")).endsWith("\"orders\" LIMIT 3");
        assertThat(
                        sent(
                                "SELECT count(*) FROM far.main.v WHERE ts > TIMESTAMP '2026-01-01' AND dec < 1.5 AND u = '"
                                        + "00000000-0000-0000-0000-000000000001'::UUID AND d > 0.5 AND day IN (DATE '2026-01-01', DATE '2026-01-02')"))
                .contains(
                        "CAST('2026-01-01T00:00:00' AS TIMESTAMP)",
                        "CAST('1.5000000000' AS decimal(38, 10))",
                        "AS UUID)",
                        "IN (DATE '");
    }

    @Test
    void whatIsSentIsUnderstoodThere() {
        assertThat(
                        run("SELECT count(*) FROM far.main.v WHERE ts < TIMESTAMP '2026-01-01' AND dec < 3.5 AND d > 0.05 AND day > DATE '1969-12-31'"
                                        + " AND tz < TIMESTAMPTZ '2027-01-01 00:00:00+00' AND f < 1 AND t > TIME '12:00' AND text LIKE 'zero%'")
                                .page()
                                .rows())
                .isEqualTo(
                        run("SELECT count(*) FROM near.main.v WHERE ts < TIMESTAMP '2026-01-01' AND dec < 3.5 AND d > 0.05 AND day > DATE '1969-12-31'"
                                        + " AND tz < TIMESTAMPTZ '2027-01-01 00:00:00+00' AND f < 1 AND t > TIME '12:00' AND text LIKE 'zero%'")
                                .page()
                                .rows());
    }

    @Test
    void joinsNoMoreRowsThanALeafMayHave() {
        LakeException failure = failure(
                "SELECT count(*) FROM far.main.orders a JOIN near.main.orders b ON a.note = b.note", Optional.empty());
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("far.main.orders");
    }

    @Test
    void countsThereWhatItMayNotFetch() {
        Query query = new Query(
                "SELECT count(*) FROM far.main.orders",
                AsOf.LATEST,
                Optional.empty(),
                1,
                Duration.ofSeconds(60),
                Optional.empty());
        QueryResult result = router.engine().run(query, Progress.NONE);
        assertThat(result.page().rows()).containsExactly(List.of(1000L));
        assertThat(result.tables().get(0).table()).hasToString("far.main.orders");
    }

    @Test
    void saysWhatTheServerSays() {
        LakeException unknown = catchThrowableOfType(LakeException.class, () -> router.lakehouse()
                .with("far", far -> far.table(io.mcpbuffet.model.TableRef.parse("far.main.order"), AsOf.LATEST)));
        assertThat(unknown.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(unknown.hint()).contains("orders");
        LakeException wrong = failure("SELECT ident FROM far.main.orders", Optional.of("far"));
        assertThat(wrong.code()).isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(wrong).hasMessageContaining("ident");
    }

    private static boolean isServer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .contains("io.mcpbuffet.server.ServerMain");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void goesOnWithAServerThatWasKilled() {
        run("SELECT 1 FROM far.main.wide");
        List<ProcessHandle> killed = ProcessHandle.current()
                .children()
                .filter(RemoteRowsTest::isServer)
                .toList();
        // Beside it there may be one that others have ended, and that is not gone yet.
        assertThat(killed).isNotEmpty();
        killed.forEach(ProcessHandle::destroyForcibly);
        killed.forEach(each -> each.onExit().join());
        Optional<LakeException> first = Optional.ofNullable(failure("SELECT 1 FROM far.main.wide", Optional.empty()));
        first.ifPresent(known -> assertThat(known.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(run("SELECT 1 FROM far.main.wide").page().rows()).hasSize(1);
    }
}
