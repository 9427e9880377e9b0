package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.Principal;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The revision without sessions over standard input and output, where both eras share one connection. */
@Timeout(60)
class StatelessStdioTest {
    private static final String VERSION = "2026-07-28";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + VERSION
            + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final McpService service = ConformanceServer.service();
    private final Wire wire;
    private final Future<?> serving;

    StatelessStdioTest() throws IOException {
        PipedInputStream input = new PipedInputStream(1 << 16);
        PipedInputStream answers = new PipedInputStream(1 << 20);
        PipedOutputStream output = new PipedOutputStream(answers);
        wire = new Wire(new PipedOutputStream(input), answers);
        serving = thread.submit(() -> {
            try (output) {
                new StdioTransport(input, output, Principal.LOCAL).serve(service);
            }
            return null;
        });
    }

    @AfterEach
    void close() {
        wire.close();
        thread.shutdownNow();
        service.close();
    }

    private JsonNode ask(Object id, String method, String params) {
        wire.request(id, method, "{" + params + (params.isEmpty() ? "" : ",") + META + "}");
        return wire.next();
    }

    @Test
    void answersEachRequestByItself() {
        JsonNode discovered = ask(0, "server/discover", "").path("result");
        assertThat(discovered.at("/supportedVersions/0").asText()).isEqualTo(VERSION);
        assertThat(discovered.path("resultType").asText()).isEqualTo("complete");
        assertThat(discovered.path("ttlMs").isIntegralNumber()).isTrue();
        JsonNode list = ask(1, "tools/list", "").path("result");
        assertThat(list.path("cacheScope").asText()).isEqualTo("private");
        JsonNode called = ask("a", "tools/call", "\"name\":\"test_simple_text\",\"arguments\":{}");
        assertThat(called.path("id").asText()).isEqualTo("a");
        assertThat(called.at("/result/content/0/text").asText()).contains("simple text");
        assertThat(called.at("/result/_meta").toString()).contains("serverInfo");
    }

    @Test
    void refusesWhatTheRevisionDoesNotHave() {
        assertThat(ask(1, "ping", "").at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(ask(2, "initialize", "").at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(ask(3, "resources/read", "\"uri\":\"test://none\"")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        wire.request(4, "tools/list", "{" + META.replace(VERSION, "2099-01-01") + "}");
        JsonNode future = wire.next().path("error");
        assertThat(future.at("/data/supported/0").asText()).isEqualTo(VERSION);
        assertThat(future.at("/data/requested").asText()).isEqualTo("2099-01-01");
    }

    @Test
    void livesBesideASessionOnTheSameConnection() {
        assertThat(wire.initialize().at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
        wire.request(1, "tools/list", "{}");
        assertThat(wire.next().path("result").has("resultType")).isFalse();
        assertThat(ask(2, "tools/list", "").at("/result/resultType").asText()).isEqualTo("complete");
        wire.request(3, "ping", "{}");
        assertThat(wire.next().path("id").asInt()).isEqualTo(3);
    }

    @Test
    void listensUntilItIsCancelled() throws Exception {
        JsonNode opened = ask("l", "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}");
        assertThat(opened.path("method").asText()).isEqualTo("notifications/subscriptions/acknowledged");
        String tag = "/params/_meta/io.modelcontextprotocol~1subscriptionId";
        assertThat(opened.at(tag).asText()).isEqualTo("l");
        change("prompt", 1);
        assertThat(wire.next().path("id").asInt())
                .as("nothing of prompts before it")
                .isEqualTo(1);
        change("tool", 2);
        JsonNode first = wire.next();
        JsonNode second = wire.next();
        JsonNode told = first.has("method") ? first : second;
        assertThat(told.path("method").asText()).isEqualTo("notifications/tools/list_changed");
        assertThat(told.at(tag).asText()).isEqualTo("l");
        wire.cancel("l");
        change("tool", 3);
        assertThat(wire.next().path("id").asInt()).isEqualTo(3);
        wire.end();
        serving.get(20, TimeUnit.SECONDS);
        assertThat(wire.rest()).isEmpty();
    }

    private void change(String what, int id) {
        wire.request(id, "tools/call", "{\"name\":\"test_trigger_" + what + "_change\",\"arguments\":{}," + META + "}");
    }
}
