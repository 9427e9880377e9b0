package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.tool.FakeLake;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do wrong, each time ended by a clear error, and forgotten once it is over. */
@Timeout(180)
class FaultsTest {
    private static final Namespace SHOP = Namespace.of("shop");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static RestStandIn server;

    private final VirtualTiming timing = new VirtualTiming();
    private Catalog catalog;

    @BeforeAll
    static void start() {
        server = RestStandIn.start();
        server.answers().tables(() -> Answers.keys(server.store()));
        SampleTables.orders(server.backing());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.gate().tokenSeconds(3600);
        catalog = open(server.properties());
    }

    private Catalog open(Map<String, String> properties) {
        return new PolarisProvider(timing).open("lake", properties, FakeLake.services());
    }

    @AfterEach
    void calm() {
        server.gate().calm();
        assertThat(list()).isEqualTo(1);
        catalog.close();
    }

    private int list() {
        return catalog.tables(SHOP, PageRequest.first(10)).items().size();
    }

    private LakeException failure() {
        return catchThrowableOfType(LakeException.class, this::list);
    }

    /** With no more waiting than a caller waits for. */
    private LakeException failureInTime() {
        Instant start = timing.now();
        LakeException failure = failure();
        assertThat(timing.since(start)).isLessThan(DEADLINE);
        return failure;
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        Instant start = timing.now();
        server.gate().fail("/tables", 1, Gate.status(429, "Retry-After", "3"));
        assertThat(list()).isEqualTo(1);
        assertThat(timing.since(start)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void waitsUntilTheDateThatTheServerNames() {
        Instant start = timing.now();
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(start.plusSeconds(4).atOffset(ZoneOffset.UTC));
        server.gate().fail("/tables", 1, Gate.status(429, "Retry-After", date));
        assertThat(list()).isEqualTo(1);
        assertThat(timing.since(start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void doesNotWaitLongerThanItsCaller() {
        server.gate().fail("/tables", 9, Gate.status(429, "Retry-After", "120"));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(failure)
                .hasMessageContaining("lake")
                .hasMessageContaining("429")
                .hasMessageContaining("1 try");
        assertThat(failure.hint()).contains("120 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 409})
    void saysHowOftenItTriedInVain(int status) {
        server.gate().fail("/tables", 99, Gate.status(status));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("Catalog lake answered " + status + " to GET v1/namespaces/shop/tables")
                .hasMessageContaining("5 tries")
                .hasMessageContaining("trouble on demand");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 409, 429})
    void doesNotSayWhatWasOverInAMoment(int status) {
        server.gate().fail("/tables", 3, Gate.status(status));
        assertThat(list()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 419})
    void takesANewTokenWhenTheOldIsRefused(int status) {
        int before = server.gate().issued();
        server.gate().fail("/tables", 1, Gate.status(status));
        assertThat(list()).isEqualTo(1);
        assertThat(server.gate().issued()).isEqualTo(before + 1);
    }

    @Test
    void takesANewTokenWhenTheOldWasTakenBack() {
        server.gate().revoke();
        assertThat(list()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 419})
    void saysThatTheCredentialsAreRefused(int status) {
        server.gate().fail("/tables", 99, Gate.status(status));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure).hasMessageContaining("lake").hasMessageContaining(Integer.toString(status));
    }

    @Test
    void saysWhyItMayNotRead() {
        server.gate().fail("/tables", 9, Gate.status(403));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("trouble on demand").hasMessageContaining("403");
    }

    @Test
    void saysWhatIsMissing() {
        TableRef none = TableRef.parse("lake.shop.none");
        LakeException table = catchThrowableOfType(LakeException.class, () -> catalog.table(none, AsOf.LATEST));
        assertThat(table.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(table).hasMessageContaining("lake.shop.none");
        LakeException namespace = catchThrowableOfType(
                LakeException.class, () -> catalog.tables(Namespace.of("none"), PageRequest.first(1)));
        assertThat(namespace.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(namespace).hasMessageContaining("lake.none");
    }

    @Test
    void repeatsAfterAConnectionIsReset() {
        server.gate().fail("/tables", 2, Gate.reset());
        assertThat(list()).isEqualTo(1);
    }

    @Test
    void saysThatNobodyAnswers() {
        server.gate().fail("/tables", 99, Gate.reset());
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("does not answer").hasMessageContaining("5 tries");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:1, the connection is refused", "nobody.invalid, its host is not known"})
    void saysAtOnceThatNothingIsThere(String host, String why) {
        Map<String, String> elsewhere = new LinkedHashMap<>(server.properties());
        elsewhere.put("uri", "http://" + host + "/api/catalog");
        elsewhere.remove("credential");
        elsewhere.put("token", "any");
        Instant start = timing.now();
        LakeException failure = catchThrowableOfType(LakeException.class, () -> open(elsewhere));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContainingAll("Catalog lake does not answer at", host, why, "(1 try)");
        assertThat(failure.hint()).contains("uri", "buffet doctor");
        assertThat(timing.since(start)).as("pauses").isZero();
    }

    @Test
    void saysThatAnAnswerBreaksOff() {
        server.gate().fail("/tables", 99, Gate.text(200, "application/json", "{\"identifiers\": [{\"names"));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("cannot be read").hasMessageContaining("5 tries");
    }

    @Test
    void saysThatAWebPageIsNoCatalog() {
        server.gate().fail("/tables", 99, Gate.text(200, "text/html", "<html><body>Please log in</body></html>"));
        LakeException failure = failureInTime();
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("text/html");
        assertThat(failure.hint()).contains("uri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"next-page-token\": \"again\", \"identifiers\": []}",
                "{\"next-page-token\": \"again\", \"identifiers\": [{\"namespace\": [\"shop\"], \"name\": \"orders\"}]}"
            })
    void endsAListingWhosePageTokenIsRepeated(String page) {
        server.gate().fail("/tables", 999, Gate.text(200, "application/json", page));
        LakeException failure = catchThrowableOfType(LakeException.class, this::walk);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("lake.shop").hasMessageContaining("page token");
    }

    @Test
    void endsAListingWhosePageTokensGoRound() {
        int[] asked = {0};
        server.gate().fail("/tables", 9999, (request, response, callback) -> Gate.text(
                        200,
                        "application/json",
                        "{\"next-page-token\": \"" + "abcdefg".charAt(asked[0]++ % 7) + "\", \"identifiers\":"
                                + " [{\"namespace\": [\"shop\"], \"name\": \"orders\"}]}")
                .answer(request, response, callback));
        LakeException failure = catchThrowableOfType(LakeException.class, this::walk);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("page token");
        assertThat(asked[0]).isLessThan(30);
    }

    @Test
    void endsAListingOfEmptyPagesWithoutEnd() {
        int[] asked = {0};
        server.gate().fail("/tables", 9999, (request, response, callback) -> Gate.text(
                        200, "application/json", "{\"next-page-token\": \"" + asked[0]++ + "\", \"identifiers\": []}")
                .answer(request, response, callback));
        assertThat(failure()).hasMessageContaining("100 empty pages");
    }

    private void walk() {
        Optional<String> cursor = Optional.empty();
        do {
            Page<?> page = catalog.tables(SHOP, new PageRequest(1, cursor));
            cursor = page.next();
        } while (cursor.isPresent());
    }

    @Test
    void followsNoRedirectAndSendsNoTokenAfterIt() {
        try (RestStandIn other = RestStandIn.start()) {
            for (int status : List.of(301, 302, 307, 308)) {
                server.gate()
                        .fail(
                                "/tables",
                                1,
                                Gate.status(status, "Location", other.uri() + "/v1/namespaces/shop/tables"));
                LakeException failure = failureInTime();
                assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining("not followed");
            }
            assertThat(other.gate().seen()).isEmpty();
        }
    }

    @Test
    void livesThroughNinetySecondsWithoutTokens() {
        server.gate().tokenSeconds(120);
        server.gate().revoke();
        assertThat(list()).isEqualTo(1);
        server.gate().fail("/oauth/tokens", 9999, Gate.status(503));
        Instant dead = timing.now();
        timing.pause(Duration.ofSeconds(70));
        assertThat(list()).as("with the old token, half of its life gone").isEqualTo(1);
        timing.pause(Duration.ofSeconds(20));
        assertThat(list()).as("after 90 seconds").isEqualTo(1);
        timing.pause(Duration.ofSeconds(40));
        LakeException failure = failureInTime();
        assertThat(timing.since(dead)).isGreaterThan(Duration.ofMinutes(2));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("token endpoint of catalog lake")
                .hasMessageContaining("503")
                .hasMessageContaining("5 tries");
        server.gate().calm();
        assertThat(list()).as("once it answers again").isEqualTo(1);
    }

    @Test
    void saysThatTheCredentialIsWrong() {
        Map<String, String> wrong = new LinkedHashMap<>(server.properties());
        wrong.put("credential", "reader:wrong-secret");
        LakeException failure = catchThrowableOfType(LakeException.class, () -> open(wrong));
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure).hasMessageContaining("invalid_client").hasMessageContaining("401");
        assertThat(failure.getMessage()).doesNotContain("wrong-secret");
    }

    @Test
    void masksATokenThatTheServerRepeats() {
        server.gate()
                .fail(
                        "/tables",
                        9,
                        (request, response, callback) -> Gate.error(
                                response,
                                callback,
                                403,
                                "ForbiddenException",
                                request.getHeaders().get("Authorization")));
        assertThat(failure().getMessage()).contains("Bearer ***").doesNotContain(Gate.TOKEN);
    }
}
