package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.server.ServedHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SseTest {
    @Test
    void answersOverTheOneStream() {
        try (ServedHttp served = new ServedHttp()) {
            Browser browser = new Browser(served.uri());
            try (Browser.Stream stream = browser.stream("GET", "/sse", "")) {
                String path = stream.next().orElseThrow();
                assertThat(path).startsWith("/sse/message?sessionId=");
                String hello = Browser.message(
                        0,
                        "initialize",
                        "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
                assertThat(browser.post(path, hello).status()).isEqualTo(202);
                assertThat(stream.message().at("/result/protocolVersion").asText())
                        .isEqualTo("2024-11-05");
                browser.post(
                        path,
                        Browser.message(
                                1,
                                "tools/call",
                                "{\"name\":\"progress\",\"arguments\":{},\"_meta\":{\"progressToken\":1}}"));
                assertThat(stream.message().path("method").asText()).isEqualTo("notifications/progress");
                browser.post(path, Browser.message(2, "ping", "{}"));
                assertThat(browser.post(path, "{").status()).isEqualTo(400);
            }
            assertThat(browser.post("/sse/message?sessionId=none", Browser.message(1, "ping", "{}"))
                            .status())
                    .isEqualTo(404);
            Browser other = browser.initialize();
            assertThat(other.request(1, "ping", "{}").has("result")).isTrue();
        }
    }
}
