package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.AccessRule;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Snowflake is sent for statements over it and others. */
class SnowflakeThroughTheRouterTest {
    private static StandIn account;
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Samples.orders(directory.resolve("lake"));
        account = SalesAccount.start();
        server = Configured.open(
                directory,
                """
                catalogs:
                  lake: {kind: iceberg, warehouse: lake}
                  snow: {kind: snowflake, url: "http://localhost:%d", account: acme, user: READER, password: kanari-bird-snowflake-password+/9~f=,
                         database: SALES, schema: PUBLIC}
                limits: {leaf-rows: 500}
                """
                        .formatted(account.port()));
    }

    @AfterAll
    static void close() {
        server.close();
        account.close();
    }

    @BeforeEach
    void forget() {
        account.forget();
    }

    private static Query query(String sql, Optional<String> engine, Optional<String> cursor) {
        return new Query(sql, AsOf.LATEST, engine, 100, Duration.ofSeconds(60), cursor);
    }

    private static QueryResult run(String sql) {
        return server.engine().run(query(sql, Optional.empty(), Optional.empty()), Progress.NONE);
    }

    private static List<String> selects() {
        return account.executed().stream()
                .filter(sql -> sql.startsWith("SELECT"))
                .toList();
    }

    @Test
    void sendsAStatementOverSnowflakeThereWhole() {
        String sql =
                "SELECT count(*) AS n, max(o.total) FROM snow.SALES.PUBLIC.ORDERS o JOIN snow.SALES.PUBLIC.CUSTOMER c ON"
                        + " c.id = o.customer_id WHERE c.name = 'c3'";
        QueryResult result = run(sql);
        assertThat(result.engine()).isEqualTo("snowflake");
        assertThat(result.page().rows()).containsExactly(List.of(100L, "993.25"));
        assertThat(result.tables())
                .extracting(t -> t.table().toString())
                .containsExactly("snow.SALES.PUBLIC.ORDERS", "snow.SALES.PUBLIC.CUSTOMER");
        assertThat(selects()).containsExactly(sql.replace("snow.", ""));
    }

    @Test
    void sendsSnowflakesOwnDialectThereByTheNamesInIt() {
        account.can(
                "SELECT v:a.b::string AS b FROM SALES.PUBLIC.EVENTS",
                """
                {"rowtype": [{"name": "B", "type": "text", "nullable": true}], "rowset": [["x"]]}
                """);
        assertThat(run("SELECT v:a.b::string AS b FROM snow.SALES.PUBLIC.EVENTS")
                        .page()
                        .rows())
                .containsExactly(List.of("x"));
    }

    @Test
    void runsInTheEngineThatIsAskedFor() {
        String sql = "SELECT count(*) FROM snow.SALES.PUBLIC.CUSTOMER";
        QueryResult here = server.engine().run(query(sql, Optional.of("duckdb"), Optional.empty()), Progress.NONE);
        assertThat(here.engine()).isEqualTo("duckdb");
        assertThat(here.page().rows()).containsExactly(List.of(10));
        QueryResult there =
                server.engine().run(query("SELECT 1 AS x", Optional.of("snow"), Optional.empty()), Progress.NONE);
        assertThat(there.engine()).isEqualTo("snowflake");
        LakeException failure = catchThrowableOfType(LakeException.class, () -> server.engine()
                .run(query(sql, Optional.of("snw"), Optional.empty()), Progress.NONE));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure.hint()).contains("Did you mean snow?", "duckdb, snow");
    }

    @Test
    void continuesAResultOfSnowflake() {
        String sql = "SELECT id FROM snow.SALES.PUBLIC.ORDERS ORDER BY id";
        QueryResult first = run(sql);
        assertThat(first.truncated()).isTrue();
        QueryResult second = server.engine().run(query(sql, Optional.empty(), first.nextCursor()), Progress.NONE);
        assertThat(second.engine()).isEqualTo("snowflake");
        assertThat(second.page().rows().get(0)).containsExactly(101L);
    }

    @Test
    void narrowsALeafToTheFewKeysOfALocalTable() {
        String sql =
                "SELECT s.note, l.id FROM lake.shop.orders l JOIN snow.SALES.PUBLIC.ORDERS s ON s.id = l.id WHERE l.id < 4"
                        + " AND s.total < 100 ORDER BY l.id";
        assertThat(run(sql).page().rows()).containsExactly(List.of("n1", 1), List.of("n2", 2), List.of("n3", 3));
        assertThat(selects()).singleElement().satisfies(sent -> assertThat(sent)
                .endsWith(" WHERE \"total\" < 100.00 AND \"id\" IN (1, 2, 3)"));
        account.forget();
        assertThat(server.engine()
                        .explain(query(sql, Optional.empty(), Optional.empty()), Progress.NONE)
                        .plan())
                .contains("\"total\" < 100.00, narrowed to the values of lake.shop.orders.id in id");
        assertThat(run(sql.replace("l.id < 4", "l.id < 0")).page().rows()).isEmpty();
        assertThat(selects()).isEmpty();
    }

    @Test
    void pushesColumnsAndFiltersIntoALeaf() {
        String sql =
                "SELECT l.note, s.total FROM lake.shop.orders l JOIN snow.SALES.PUBLIC.ORDERS s ON s.id = l.id WHERE"
                        + " s.customer_id = 3 AND s.total > 900";
        QueryResult result = run(sql);
        assertThat(result.engine()).isEqualTo("duckdb");
        assertThat(result.page().rows()).hasSize(10);
        assertThat(selects()).singleElement().satisfies(sent -> assertThat(sent)
                .contains("\"total\"", "\"customer_id\" = 3", "\"total\" > 900")
                .doesNotContain("\"note\""));
    }

    @Test
    void showsInExplainWhatIsPushedAndRunsNothing() {
        String sql =
                "SELECT count(*) FROM lake.shop.orders l JOIN snow.SALES.PUBLIC.ORDERS s ON s.id = l.id WHERE s.note IS NULL";
        Explanation explained = server.engine().explain(query(sql, Optional.empty(), Optional.empty()), Progress.NONE);
        assertThat(explained.engine()).isEqualTo("duckdb");
        assertThat(explained.plan()).contains("Rows of snow.SALES.PUBLIC.ORDERS come by: SELECT ", "\"note\" IS NULL");
        assertThat(selects()).isEmpty();
    }

    /** Snowflake knows nothing of our rules, so what only some tables are open to is judged table by table here. */
    @Test
    void sendsNothingThereWholeForOneWhoMaySeeSomeTablesOnly() {
        AccessRule some = new AccessRule(List.of("snow"), List.of(), List.of("CUSTOMER"), List.of(), true);
        SqlEngine engine = server.engine().over(server.lakehouse().seenWith(new Access(List.of(List.of(some)))));
        Query open = query("SELECT count(*) FROM snow.SALES.PUBLIC.CUSTOMER", Optional.empty(), Optional.empty());
        assertThat(engine.run(open, Progress.NONE).engine()).isEqualTo("duckdb");
        account.forget();
        for (Optional<String> asked : List.of(Optional.<String>empty(), Optional.of("snow"))) {
            Query hidden = query("SELECT count(*) FROM snow.SALES.PUBLIC.ORDERS", asked, Optional.empty());
            LakeException failure = catchThrowableOfType(LakeException.class, () -> engine.run(hidden, Progress.NONE));
            assertThat(failure.code()).isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(selects()).isEmpty();
    }

    @Test
    void failsALeafOverItsLimit() {
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> run("SELECT count(*) FROM lake.shop.orders l, snow.SALES.PUBLIC.ORDERS s"));
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("500 rows of snow.SALES.PUBLIC.ORDERS");
    }

    @Test
    void travelsInTimeInsideALeaf() {
        String sql =
                "SELECT count(*) FROM lake.shop.orders l JOIN snow.SALES.PUBLIC.ORDERS s AT (TIMESTAMP => now() - INTERVAL 1"
                        + " HOUR) ON s.id = l.id";
        assertThat(run(sql).page().rows()).containsExactly(List.of(100));
        assertThat(selects()).singleElement().satisfies(sent -> assertThat(sent).contains(" AT(TIMESTAMP => '"));
    }
}
