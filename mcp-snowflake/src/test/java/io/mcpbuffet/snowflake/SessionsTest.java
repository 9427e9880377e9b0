package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When sessions are opened, shared, renewed and replaced. */
class SessionsTest {
    private static final String COUNT = "SELECT count(*) AS n FROM ORDERS";

    private static StandIn standIn;

    private Account account;

    @BeforeAll
    static void start() {
        standIn = SalesAccount.start();
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @BeforeEach
    void open() {
        standIn.set("login-failure", "");
        standIn.forget();
        account = new Account(standIn, Account.catalog(standIn, Map.of()));
    }

    @AfterEach
    void close() {
        account.catalog().close();
    }

    @Test
    void opensOneForCallsAfterEachOther() {
        assertThat(account.standIn().sent("login")).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(account.rows(COUNT)).containsExactly(List.of(1000L));
        }
        assertThat(account.standIn().sent("login")).hasSize(1);
        account.catalog().close();
        assertThat(account.standIn().sent("logout")).hasSize(1);
    }

    @Test
    void answers64CallsOverAPoolOf4() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        List<Future<List<List<Object>>>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String sql = "SELECT " + i + " + count(*) AS n FROM ORDERS WHERE id <= " + i;
            calls.add(threads.submit(() -> account.rows(sql)));
        }
        for (int i = 0; i < 64; i++) {
            assertThat(calls.get(i).get()).containsExactly(List.of(2L * i));
        }
        threads.shutdown();
        assertThat(account.standIn().sent("login").size()).isBetween(1, SnowflakeSettings.POOL_SIZE);
    }

    @Test
    void checksHealthWithoutAWarehouse() {
        account.catalog().ping();
        assertThat(account.standIn().executed()).singleElement().asString().startsWith("SHOW ");
    }

    @Test
    void namesItselfAndLimitsEachStatement() {
        account.run(COUNT);
        JsonNode parameters = account.standIn().sent("query").get(0).path("parameters");
        assertThat(parameters.path("QUERY_TAG").asText()).isEqualTo("mcp-buffet query");
        assertThat(parameters.path("STATEMENT_TIMEOUT_IN_SECONDS").asInt()).isBetween(1, 60);
        assertThat(parameters.path("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS").asInt())
                .isBetween(1, 60);
        assertThat(parameters.path("MULTI_STATEMENT_COUNT").asInt()).isEqualTo(1);
        assertThat(parameters
                        .path("ROWS_PER_RESULTSET")
                        .asLong(parameters.path("rows_per_resultset").asLong()))
                .isEqualTo(KeptResults.MAX_ROWS + 101);
        account.standIn().forget();
        account.catalog().ping();
        assertThat(account.standIn()
                        .sent("query")
                        .get(0)
                        .path("parameters")
                        .path("QUERY_TAG")
                        .asText())
                .isEqualTo("mcp-buffet ping");
    }

    @Test
    void renewsAnExpiredToken() {
        account.run(COUNT);
        account.standIn().expire(false);
        assertThat(account.rows(COUNT)).containsExactly(List.of(1000L));
        assertThat(account.standIn().sent("renew")).isNotEmpty();
        assertThat(account.standIn().sent("login")).hasSize(1);
    }

    @Test
    void signsInAgainWhereATokenCannotBeRenewed() {
        account.run(COUNT);
        account.standIn().expire(true);
        assertThat(account.rows(COUNT)).containsExactly(List.of(1000L));
        assertThat(account.standIn().sent("login")).hasSize(2);
    }

    @Test
    void reconnectsOnceOnly() {
        account.run(COUNT);
        account.standIn().expire(true);
        account.standIn()
                .set("login-failure", "390114|Authentication token has expired. The user must authenticate again.");
        LakeException failure = catchThrowableOfType(LakeException.class, () -> account.run(COUNT));
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(account.standIn().sent("login").size()).isLessThanOrEqualTo(3);
    }

    @Test
    void survivesAnAccountThatWasAway() {
        StandIn first = SalesAccount.start();
        SnowflakeCatalog catalog = Account.catalog(first, Map.of());
        catalog.ping();
        first.kill();
        LakeException failure = catchThrowableOfType(
                LakeException.class,
                () -> catalog.run(Account.query(COUNT, AsOf.LATEST, Duration.ofSeconds(5)), Progress.NONE));
        assertThat(failure.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.TIMED_OUT);
        try (StandIn second = SalesAccount.startAt(first.port())) {
            assertThat(catalog.run(Account.query(COUNT), Progress.NONE).page().rows())
                    .containsExactly(List.of(1000L));
            assertThat(second.sent("login")).isNotEmpty();
            catalog.close();
        }
    }

    @Test
    void saysThatAnAccountDiedWhileItAnsweredAndWorksOnceItIsBack() throws Exception {
        StandIn first = SalesAccount.start();
        SnowflakeCatalog catalog = Account.catalog(first, Map.of());
        catalog.ping();
        CompletableFuture<LakeException> ended = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                LakeException.class,
                () -> catalog.run(
                        Account.query(LimitsTest.ENDLESS, AsOf.LATEST, Duration.ofSeconds(8)), Progress.NONE)));
        LimitsTest.await(() -> !first.sent("poll").isEmpty());
        first.kill();
        assertThat(ended.get(60, TimeUnit.SECONDS).code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.TIMED_OUT);
        try (StandIn second = SalesAccount.startAt(first.port())) {
            assertThat(catalog.run(Account.query(COUNT), Progress.NONE).page().rows())
                    .containsExactly(List.of(1000L));
            assertThat(second.sent("login")).hasSize(1);
            catalog.close();
        }
    }

    /** Parts of a result come by addresses of their own, which need no session. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsOnWhereASessionEndsBetweenPartsOfAResult(boolean forGood) {
        account.standIn().set("chunk-rows", "5000");
        account.standIn().set("inline-rows", "10");
        account.standIn()
                .sql("CREATE OR REPLACE TABLE SALES.\"PUBLIC\".LONG AS SELECT i AS id FROM range(100000) t(i)");
        PinnedRows rows = account.catalog().pin(TableRef.parse("snow.SALES.PUBLIC.LONG"), AsOf.LATEST);
        try (RowStream stream = rows.leaf(ScanRequest.ALL).open(Account.SOON)) {
            long read = stream.next().orElseThrow().rows();
            account.standIn().expire(forGood);
            for (Optional<RowBatch> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                read += batch.get().rows();
            }
            assertThat(read).isEqualTo(100_000);
        }
        assertThat(account.rows("SELECT count(*) AS n FROM CUSTOMER")).containsExactly(List.of(10L));
        assertThat(account.standIn().sent("login")).hasSize(forGood ? 2 : 1);
    }

    @Test
    void opensNoMoreThanItMay() {
        try (SnowflakeCatalog one = Account.catalog(standIn, Map.of("pool-size", "1"))) {
            for (int i = 0; i < 3; i++) {
                one.run(Account.query(COUNT), Progress.NONE);
            }
            assertThat(standIn.sent("login")).hasSize(1);
        }
    }
}
