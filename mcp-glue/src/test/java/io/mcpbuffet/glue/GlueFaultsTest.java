package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.spi.Catalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Glue may answer besides an answer. Every call ends in bounded time, says what happened, and works again once the fault ends. */
@Timeout(180)
class GlueFaultsTest {
    private static final Namespace SHOP = Namespace.of("shop");

    private static GlueLake lake;
    private static Catalog catalog;

    @BeforeAll
    static void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"shop\"}");
        lake.external("shop", GlueLake.external("orders", "a int", "", "s3://lake/orders", GlueLake.PARQUET));
        catalog = lake.open(Map.of("glue.call-timeout-ms", "20000", "glue.max-tries", "3"));
    }

    @AfterAll
    static void close() {
        catalog.close();
        lake.close();
    }

    @AfterEach
    void worksAgainOnceTheFaultEnds() {
        lake.glue().mend();
        lake.glue().store().endless(GlueStore.Endless.NO);
        assertThat(list()).containsExactly("orders");
    }

    private static List<String> list() {
        Page<TableEntry> page = catalog.tables(SHOP, PageRequest.first(50));
        return page.items().stream().map(entry -> entry.table().name()).toList();
    }

    private static LakeException failure() {
        LakeException failure = catchThrowableOfType(LakeException.class, GlueFaultsTest::list);
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage() + failure.hint())
                .doesNotContain(FakeGlue.SECRET_KEY)
                .doesNotContain(FakeGlue.ACCESS_KEY)
                .doesNotContain("x-amz-security-token")
                .doesNotContain("Exception:");
        return failure;
    }

    @Test
    void triesAgainWhenThrottled() {
        lake.glue().fail("GetTables", GlueFault.throttled(), 2);
        assertThat(list()).containsExactly("orders");
    }

    @Test
    void saysHowOftenItTriedWhenThrottledForLong() {
        lake.glue().fail("GetTables", GlueFault.throttled());
        long before = lake.glue().count("GetTables");
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(failure.getMessage())
                .contains("GetTables for database 'shop' in catalog glue, status 400 ThrottlingException, 3 tries");
        assertThat(lake.glue().count("GetTables") - before).isEqualTo(3);
    }

    @Test
    void waitsAsLongAsRetryAfterAsks() {
        lake.glue().fail("GetTables", GlueFault.tooMany("1"), 1);
        Instant start = Instant.now();
        assertThat(list()).containsExactly("orders");
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }

    @Test
    void waitsUntilTheDateOfRetryAfter() {
        Instant start = Instant.now();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
        lake.glue().fail("GetTables", GlueFault.tooMany(date), 1);
        assertThat(list()).containsExactly("orders");
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void givesUpAtOnceWhenAskedToWaitForLong() {
        lake.glue().fail("GetTables", GlueFault.tooMany("3600"));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(failure.getMessage()).contains("status 429", "1 try");
    }

    @Test
    void triesAgainWhenGlueBreaks() {
        lake.glue().fail("GetTables", GlueFault.broken(503), 2);
        assertThat(list()).containsExactly("orders");
        lake.glue().fail("GetTables", GlueFault.broken(500));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("status 500", "Something broke", "3 tries");
    }

    /** What stands before Glue, such as a proxy, answers in its own way. */
    @ParameterizedTest
    @CsvSource({
        "401, AUTH_EXPIRED, 1 try",
        "403, PERMISSION_DENIED, 1 try",
        "404, NOT_FOUND, ''",
        "409, UNAVAILABLE, 1 try",
        "419, UNAVAILABLE, 1 try",
        "502, UNAVAILABLE, 3 tries",
        "504, UNAVAILABLE, 3 tries",
    })
    void saysWhatAStatusMeans(int status, ErrorCode code, String tries) {
        lake.glue().fail("GetTables", new GlueFault.Body(status, "text/html", "<html>trouble</html>"));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage())
                .contains("database 'shop'", "catalog glue", tries.isEmpty() ? "" : "status " + status + ", " + tries)
                .doesNotContain("<html>", "(,");
    }

    @Test
    void showsTheReasonOfARefusal() {
        lake.glue()
                .fail("GetTables", GlueFault.denied("User: arn:aws:iam::1:user/x is not authorized: glue:GetTables"));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure.getMessage()).contains("not authorized: glue:GetTables", "database 'shop'");
    }

    @Test
    void saysWhenLakeFormationRefuses() {
        lake.glue().fail("GetTables", GlueFault.denied("Insufficient Lake Formation permission(s): Required Describe"));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure.hint()).contains("Lake Formation");
    }

    @Test
    void saysWhichCredentialsAreExpired() {
        lake.glue()
                .fail(
                        "GetTables",
                        new GlueFault.Refusal(
                                400, "ExpiredTokenException", "x-amz-security-token:" + FakeGlue.SECRET_KEY, ""));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure.getMessage()).contains("expired", "the access key of the configuration");
    }

    @Test
    void refusesAWrongSecret() {
        try (Catalog wrong = lake.open(Map.of("client.secret-access-key", Canary.GLUE_KEY.value() + "wrong"))) {
            LakeException failure = catchThrowableOfType(LakeException.class, wrong::ping);
            assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
            assertThat(Canary.none(failure.getMessage()))
                    .contains("InvalidSignatureException")
                    .doesNotContain("canonical");
        }
    }

    @Test
    void saysThatAnswersAreSlow() {
        lake.glue().fail("GetTables", new GlueFault.Slow(Duration.ofSeconds(4)));
        try (Catalog hasty = lake.open(Map.of("glue.call-timeout-ms", "2000"))) {
            LakeException failure =
                    catchThrowableOfType(LakeException.class, () -> hasty.tables(SHOP, PageRequest.first(50)));
            assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
            assertThat(failure.getMessage()).contains("GetTables", "database 'shop'", "no answer");
        }
    }

    @Test
    void doesNotTakeHalfAnAnswer() {
        lake.glue().fail("GetTables", new GlueFault.HalfAnswer());
        assertThat(failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void doesNotTakeAPageOfHtml() {
        lake.glue().fail("GetTables", new GlueFault.Body(200, "text/html", "<html>Please log in</html>"));
        LakeException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("status 200", "GetTables");
    }

    @Test
    void survivesAConnectionThatEnds() {
        lake.glue().fail("GetTables", new GlueFault.Reset(), 1);
        assertThat(list()).containsExactly("orders");
        lake.glue().fail("GetTables", new GlueFault.Reset());
        assertThat(failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void endsListingsThatDoNotEnd() {
        lake.glue().store().endless(GlueStore.Endless.SAME_TOKEN);
        assertThat(failure().getMessage()).contains("same page token twice", "database 'shop'");
        lake.glue().store().endless(GlueStore.Endless.NEW_TOKENS);
        assertThat(failure().getMessage()).contains("empty pages");
    }

    @Test
    void sendsNoSignatureToWhereARedirectLeads() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().get("Authorization")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try {
            lake.glue()
                    .fail(
                            "GetTables",
                            new GlueFault.Redirect(
                                    "http://127.0.0.1:" + other.getAddress().getPort()));
            assertThat(failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(asked).isEmpty();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void saysThatNobodyListens() {
        try (Catalog gone = lake.open(Map.of("glue.endpoint", "http://127.0.0.1:1", "glue.max-tries", "2"))) {
            LakeException failure = catchThrowableOfType(LakeException.class, gone::ping);
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.getMessage()).contains("GetDatabases", "2 tries");
        }
    }

    @Test
    void describesThoughStatisticsAreRefused() {
        lake.glue().fail("GetColumnStatisticsForTable", GlueFault.denied("not authorized"));
        TableRef orders = new TableRef("glue", SHOP, "orders");
        assertThat(catalog.table(orders, AsOf.LATEST).columns()).hasSize(1);
    }

    @Test
    void listsDatabasesThoughCatalogsInsideAreRefused() {
        lake.glue().fail("GetCatalogs", GlueFault.denied("not authorized"));
        try (Catalog fresh = lake.open()) {
            assertThat(fresh.namespaces(java.util.Optional.empty(), PageRequest.first(10))
                            .items())
                    .extracting(entry -> entry.namespace().toString())
                    .containsExactly("shop");
        }
    }
}
