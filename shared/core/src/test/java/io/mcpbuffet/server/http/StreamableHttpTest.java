package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.ServedHttp;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamableHttpTest {
    private final ServedHttp served = new ServedHttp();
    private final Browser browser = new Browser(served.uri());

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void beginsASessionAndCallsATool() {
        Browser session = browser.initialize();
        JsonNode answer = session.call(0, "echo", "{\"value\":\"x\"}");
        assertThat(answer.at("/result/structuredContent/value").asText()).isEqualTo("x");
        assertThat(answer.path("id").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void agreesOnEachRevisionThatHasSessions(String revision) {
        Browser.Answer greeted = browser.post(
                "/mcp",
                Browser.message(
                        0,
                        "initialize",
                        "{\"protocolVersion\":\"" + revision
                                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
        assertThat(greeted.json().at("/result/protocolVersion").asText()).isEqualTo(revision);
        JsonNode answer = browser.with(
                        "Mcp-Session-Id", greeted.header("mcp-session-id").orElseThrow())
                .with("MCP-Protocol-Version", revision)
                .call(1, "echo", "{\"value\":\"x\"}");
        assertThat(answer.at("/result/content/0/text").asText()).contains("x");
    }

    @Test
    void answersWithEventsWhereSomethingComesBeforeTheAnswer() {
        Browser session = browser.initialize();
        Browser.Answer answer = session.post(
                "/mcp",
                Browser.message(
                        5,
                        "tools/call",
                        "{\"name\":\"progress\",\"arguments\":{},\"_meta\":{\"progressToken\":\"t\"}}"));
        assertThat(answer.header("content-type")).contains("text/event-stream");
        List<JsonNode> events = answer.events();
        assertThat(events.get(0).path("method").asText()).isEqualTo("notifications/progress");
        assertThat(events.get(events.size() - 1).path("id").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html, Application/JSON;q=0.5", "application/*", "text/event-stream"})
    void answersWhoTakesWhatItHas(String accepted) {
        Browser session = browser.initialize().with("Accept", accepted);
        assertThat(session.post("/mcp", Browser.message(1, "ping", "{}")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/html, image/*", "application/jsonp"})
    void refusesWhoTakesNothingThatItHas(String accepted) {
        Browser session = browser.initialize().with("Accept", accepted);
        assertThat(session.post("/mcp", Browser.message(1, "ping", "{}")).status())
                .isEqualTo(406);
    }

    @Test
    void leavesOutWhatAClientWithoutEventsCannotTake() {
        Browser session = browser.initialize().with("Accept", "application/json");
        Browser.Answer answer = session.post(
                "/mcp",
                Browser.message(
                        5,
                        "tools/call",
                        "{\"name\":\"progress\",\"arguments\":{},\"_meta\":{\"progressToken\":\"t\"}}"));
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.json().path("id").asInt()).isEqualTo(5);
    }

    @Test
    void takesNotificationsAndAnswersWithoutAnAnswer() {
        Browser session = browser.initialize();
        assertThat(session.post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(202);
        assertThat(session.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void cancelsACallThroughAnotherRequest() throws Exception {
        Browser session = browser.initialize();
        CompletableFuture<Browser.Answer> waiting = CompletableFuture.supplyAsync(
                () -> session.post("/mcp", Browser.message(7, "tools/call", "{\"name\":\"waits\",\"arguments\":{}}")));
        served.awaitStarted();
        session.post(
                "/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
        assertThat(served.awaitInterrupted(50)).isTrue();
        assertThat(waiting.get(50, TimeUnit.SECONDS).events()).isEmpty();
    }

    @Test
    void endsASession() {
        Browser session = browser.initialize();
        assertThat(session.send("DELETE", "/mcp", HttpRequest.BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(session.post("/mcp", Browser.message(1, "ping", "{}")).status())
                .isEqualTo(404);
    }

    @Test
    void opensTheListeningStreamAtOnce() {
        Browser session = browser.initialize();
        try (Browser.Stream stream = session.stream("GET", "/mcp", "")) {
            assertThat(stream.status).isEqualTo(200);
            assertThat(stream.headers.get("content-type")).containsExactly("text/event-stream");
            try (Browser.Stream second = session.stream("GET", "/mcp", "")) {
                assertThat(second.status).isEqualTo(200);
                assertThat(stream.next()).isEmpty();
            }
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        Browser session = browser.initialize();
        String ping = Browser.message(1, "ping", "{}");
        assertThat(browser.post("/mcp", ping).status()).isEqualTo(400);
        assertThat(browser.with("Mcp-Session-Id", "none").post("/mcp", ping).status())
                .isEqualTo(404);
        assertThat(session.with("MCP-Protocol-Version", "2020-01-01")
                        .post("/mcp", ping)
                        .status())
                .isEqualTo(400);
        assertThat(session.with("Content-Type", "text/plain").post("/mcp", ping).status())
                .isEqualTo(415);
        assertThat(session.with("Accept", "text/html").post("/mcp", ping).status())
                .isEqualTo(406);
        assertThat(session.post("/mcp", "{").json().at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(session.post("/mcp", "[]").json().at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(session.post("/mcp", "[".repeat(1000)).status()).isEqualTo(400);
        assertThat(session.post("/mcp", Browser.message(1, "ping", nested(60))).status())
                .isEqualTo(200);
        assertThat(session.post("/mcp", ping.replace("{}", nested(64))).status())
                .isEqualTo(400);
        assertThat(session.with("X-Large", "x".repeat(20 << 10))
                        .post("/mcp", ping)
                        .status())
                .isEqualTo(431);
        assertThat(session.send("PUT", "/mcp", HttpRequest.BodyPublishers.noBody())
                        .status())
                .isEqualTo(405);
        assertThat(browser.get("/none").status()).isEqualTo(404);
        assertThat(session.post("/mcp", " ".repeat((4 << 20) + 1)).status()).isEqualTo(413);
        assertThat(session.send(
                                "POST",
                                "/mcp",
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[5 << 20])))
                        .status())
                .isEqualTo(413);
        assertThat(session.request(9, "ping", "{}").path("id").asInt()).isEqualTo(9);
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    @Test
    void countsCallsByOutcome() {
        Browser session = browser.initialize();
        session.call(1, "echo", "{\"value\":\"x\"}");
        session.call(2, "refuses", "{}");
        assertThat(browser.get("/metrics").body())
                .contains(
                        "buffet_calls_total{tool=\"echo\",outcome=\"ok\"} 1\n",
                        "buffet_calls_total{tool=\"refuses\",outcome=\"READ_ONLY\"} 1\n",
                        "buffet_call_seconds_count{tool=\"echo\"} 1\n",
                        "buffet_sessions 1\n");
    }

    @Test
    void tellsHealth() {
        assertThat(browser.get("/livez").body()).isEqualTo("ok\n");
        assertThat(browser.get("/readyz").status()).isEqualTo(200);
    }
}
