package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.ServedHttp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatelessTest {
    private static final String VERSION = "2026-07-28";
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final ServedHttp served = new ServedHttp();

    @AfterEach
    void close() {
        served.close();
    }

    private Browser browser(String method, String name) {
        Browser browser =
                new Browser(served.uri()).with("MCP-Protocol-Version", VERSION).with("Mcp-Method", method);
        return name.isEmpty() ? browser : browser.with("Mcp-Name", name);
    }

    @Test
    void tellsWhatItIs() {
        JsonNode result = browser("server/discover", "")
                .request(0, "server/discover", "{" + META + "}")
                .path("result");
        assertThat(result.at("/supportedVersions/0").asText()).isEqualTo(VERSION);
        assertThat(result.path("capabilities").has("tools")).isTrue();
        assertThat(result.path("resultType").asText()).isEqualTo("complete");
        assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
        assertThat(result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asText())
                .isEqualTo("mcp-buffet");
    }

    @Test
    void callsWithoutASession() {
        JsonNode answer = browser("tools/call", "echo")
                .request(0, "tools/call", "{\"name\":\"echo\",\"arguments\":{\"value\":\"x\"}," + META + "}");
        assertThat(answer.at("/result/structuredContent/value").asText()).isEqualTo("x");
        assertThat(answer.at("/result/resultType").asText()).isEqualTo("complete");
        JsonNode list = browser("tools/list", "").request(1, "tools/list", "{" + META + "}");
        assertThat(list.at("/result/cacheScope").asText()).isEqualTo("private");
        assertThat(list.at("/result/tools")).hasSizeGreaterThan(3);
        Browser.Answer none = browser("resources/read", "lake://lake/a/none")
                .post("/mcp", Browser.message(2, "resources/read", "{\"uri\":\"lake://lake/a/none\"," + META + "}"));
        assertThat(none.json().at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void refusesWhatHeadersAndBodyDoNotAgreeOn() {
        String list = Browser.message(1, "tools/list", "{" + META + "}");
        assertThat(code(browser("tools/call", ""), list)).isEqualTo(-32020);
        assertThat(code(browser("tools/list", "").with("MCP-Protocol-Version", "2025-11-25"), list))
                .isEqualTo(-32020);
        assertThat(code(new Browser(served.uri()), list)).isEqualTo(-32020);
        String call = Browser.message(1, "tools/call", "{\"name\":\"echo\",\"arguments\":{}," + META + "}");
        assertThat(code(browser("tools/call", "other"), call)).isEqualTo(-32020);
        assertThat(code(browser("tools/call", ""), call)).isEqualTo(-32020);
        assertThat(code(browser("tools/call", "=?base64?ZWNobw==?="), call)).isZero();
        assertThat(code(browser("tools/call", "=?base64?ZWNobw?="), call)).isEqualTo(-32020);
    }

    private static int code(Browser browser, String message) {
        Browser.Answer answer = browser.post("/mcp", message);
        int code = answer.json().at("/error/code").asInt();
        assertThat(answer.status()).isEqualTo(code == 0 ? 200 : 400);
        return code;
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(code(browser("server/discover", ""), Browser.message(1, "server/discover", "{}")))
                .isEqualTo(-32602);
        String future = META.replace(VERSION, "2099-01-01");
        Browser.Answer version = browser("tools/list", "")
                .with("MCP-Protocol-Version", "2099-01-01")
                .post("/mcp", Browser.message(1, "tools/list", "{" + future + "}"));
        assertThat(version.status()).isEqualTo(400);
        assertThat(version.json().at("/error/data/supported/0").asText()).isEqualTo(VERSION);
        for (String method : new String[] {"ping", "initialize", "logging/setLevel", "no/such"}) {
            Browser.Answer answer = browser(method, "").post("/mcp", Browser.message(3, method, "{" + META + "}"));
            assertThat(answer.status()).as(method).isEqualTo(404);
            assertThat(answer.json().at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(answer.json().path("id").asInt()).isEqualTo(3);
        }
    }

    @Test
    void cancelsACallWhoseClientGoes() throws Exception {
        Browser browser = browser("tools/call", "waits").with("Accept", "text/event-stream, application/json");
        CompletableFuture<Browser.Stream> opened = CompletableFuture.supplyAsync(() -> browser.stream(
                "POST",
                "/mcp",
                Browser.message(0, "tools/call", "{\"name\":\"waits\",\"arguments\":{}," + META + "}")));
        served.awaitStarted();
        opened.get(50, TimeUnit.SECONDS).close();
        assertThat(served.awaitInterrupted(20)).isTrue();
    }
}
