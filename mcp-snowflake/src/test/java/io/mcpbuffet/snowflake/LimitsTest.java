package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops a statement, and what a long answer becomes. */
class LimitsTest {
    /** A million million rows are counted. */
    static final String ENDLESS =
            "SELECT count(*) AS n FROM ORDERS a, ORDERS b, ORDERS c, ORDERS d WHERE a.id + b.id + c.id <> d.id";

    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.standIn().forget();
    }

    static void await(BooleanSupplier seen) throws Exception {
        CompletableFuture.runAsync(() -> {
                    while (!seen.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void abortsAtTheAccountWhatIsOutOfTime() throws Exception {
        account.rows("SELECT 1 AS x");
        account.standIn().set("patient", "yes");
        LakeException failure = catchThrowableOfType(LakeException.class, () -> account.catalog()
                .run(Account.query(ENDLESS, AsOf.LATEST, Duration.ofSeconds(3)), Progress.NONE));
        assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(failure.hint()).contains("timeout_seconds");
        await(() -> !account.standIn().sent("abort").isEmpty());
        assertThat(account.rows("SELECT 1 AS x")).containsExactly(List.of(1L));
    }

    @Test
    void abortsAtTheAccountWhatIsCancelledWhileItIsPolled() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread call = new Thread(() -> {
            try {
                account.run(ENDLESS);
                ended.complete(null);
            } catch (LakeException e) {
                ended.complete(e);
            }
        });
        call.start();
        await(() -> !account.standIn().sent("poll").isEmpty());
        call.interrupt();
        assertThat(ended.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        LakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        await(() -> !account.standIn().sent("abort").isEmpty());
        assertThat(account.rows("SELECT 1 AS x")).containsExactly(List.of(1L));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionThatEndsWhileAStatementIsPolledIsRenewedOrReplaced(boolean forGood) throws Exception {
        // However many cores there are, it takes longer than what is answered at once.
        account.standIn().sql("SET threads TO 1");
        String sql = "SELECT sum(a.id * b.id % 7 + c.id % 3) AS n FROM ORDERS a, ORDERS b, ORDERS c WHERE c.id <= 500";
        CompletableFuture<List<List<Object>>> answer = CompletableFuture.supplyAsync(() -> account.catalog()
                .run(Account.query(sql, AsOf.LATEST, Duration.ofMinutes(5)), Progress.NONE)
                .page()
                .rows());
        await(() -> !account.standIn().sent("poll").isEmpty());
        account.standIn().expire(forGood);
        assertThat(answer.get(5, TimeUnit.MINUTES)).hasSize(1);
        assertThat(account.standIn().sent("renew")).isNotEmpty();
        assertThat(account.standIn().sent("query")).hasSize(forGood ? 2 : 1);
        account.standIn().sql("RESET threads");
    }

    @Test
    void tellsATimeoutOfTheAccountFromACancel() {
        account.standIn()
                .can(
                        "SELECT 'slow' AS x",
                        "{\"code\": \"000630\", \"success\": false, \"message\": \"Statement reached its timeout\", \"data\":"
                                + " {\"sqlState\": \"57014\", \"errorCode\": \"000630\", \"queryId\": \"q\"}}");
        account.standIn()
                .can(
                        "SELECT 'gone' AS x",
                        "{\"code\": \"000604\", \"success\": false, \"message\": \"SQL execution canceled\", \"data\":"
                                + " {\"sqlState\": \"57014\", \"errorCode\": \"000604\", \"queryId\": \"q\"}}");
        assertThat(catchThrowableOfType(LakeException.class, () -> account.run("SELECT 'slow' AS x"))
                        .code())
                .isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(catchThrowableOfType(LakeException.class, () -> account.run("SELECT 'gone' AS x"))
                        .code())
                .isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void continuesALongAnswerAndReadsItOnce() {
        account.standIn().set("inline-rows", "50");
        account.standIn().set("chunk-rows", "300");
        String sql = "SELECT id, note FROM ORDERS ORDER BY id";
        List<Object> ids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            QueryResult page = account.catalog()
                    .run(new Query(sql, AsOf.LATEST, Optional.empty(), 300, Account.SOON, cursor), Progress.NONE);
            page.page().rows().forEach(row -> ids.add(row.get(0)));
            cursor = page.nextCursor();
            assertThat(page.truncated()).isEqualTo(cursor.isPresent());
            pages++;
        } while (cursor.isPresent());
        assertThat(pages).isEqualTo(4);
        assertThat(ids).hasSize(1000).doesNotHaveDuplicates().startsWith(1L, 2L).endsWith(1000L);
        assertThat(account.standIn().sent("query")).hasSize(1);
    }

    @Test
    void saysWhenItKeepsNoMoreRows() {
        String sql = "SELECT a.id FROM ORDERS a, ORDERS b";
        QueryResult page = account.run(sql);
        assertThat(page.truncated()).isTrue();
        long rows = page.page().rows().size();
        Optional<String> cursor = page.nextCursor();
        while (cursor.isPresent()) {
            page = account.catalog()
                    .run(new Query(sql, AsOf.LATEST, Optional.empty(), 10_000, Account.SOON, cursor), Progress.NONE);
            rows += page.page().rows().size();
            cursor = page.nextCursor();
        }
        assertThat(rows).isEqualTo(KeptResults.MAX_ROWS + 100);
        assertThat(page.truncated()).isTrue();
        assertThat(page.truncationReason().orElseThrow()).contains("keeps no more rows");
    }

    @Test
    void cutsLongCellsAndFullPages() {
        QueryResult wide = account.run("SELECT repeat('x', 10000) AS x, id FROM ORDERS WHERE id <= 40 ORDER BY id");
        assertThat(wide.page().rows().get(0).get(0).toString()).hasSize((4 << 10) + "... (cut)".length());
        assertThat(wide.warnings()).singleElement().asString().contains("are cut");
        assertThat(wide.page().rows().size()).isLessThan(40);
        assertThat(wide.truncationReason().orElseThrow()).contains("the page is full");
        LakeException gone = catchThrowableOfType(LakeException.class, () -> account.catalog()
                .run(
                        new Query("", AsOf.LATEST, Optional.empty(), 10, Account.SOON, Optional.of("no-such-cursor")),
                        Progress.NONE));
        assertThat(gone.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
