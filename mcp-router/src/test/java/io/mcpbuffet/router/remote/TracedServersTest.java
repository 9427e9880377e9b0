package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a call goes on to the servers that it asks, which are below the span of the call. */
class TracedServersTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENTS_SPAN = "00f067aa0ba902b7";
    private static final String GIVEN = "00-" + TRACE + "-" + CLIENTS_SPAN + "-01";

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream spans = new ByteArrayOutputStream();
    private HttpServer listening;

    /** A call as it came over HTTP. */
    private record Seen(String header, JsonNode params) {}

    @BeforeEach
    void listen() throws IOException {
        listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.setExecutor(Executors.newCachedThreadPool());
        listening.createContext("/mcp", this::answer);
        listening.createContext("/v1/traces", exchange -> {
            synchronized (spans) {
                exchange.getRequestBody().transferTo(spans);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listening.start();
    }

    @AfterEach
    void stop() {
        listening.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode message = body.isEmpty() ? Json.object() : Json.read(body);
        if (!message.has("id")) {
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 405, -1);
            exchange.close();
            return;
        }
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        answer.set("result", result(message, exchange.getRequestHeaders().getFirst("traceparent")));
        byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private JsonNode result(JsonNode message, String header) {
        return switch (message.path("method").asText()) {
            case "initialize" ->
                Json.read("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"seeing\",\"version\":\"1\"}}");
            case "tools/list" -> Json.read("{\"tools\":[{\"name\":\"see\",\"inputSchema\":{\"type\":\"object\"}}]}");
            default -> {
                seen.add(new Seen(Optional.ofNullable(header).orElse(""), message.path("params")));
                yield Json.read("{\"content\":[{\"type\":\"text\",\"text\":\"seen\"}],\"isError\":true}");
            }
        };
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + listening.getAddress().getPort() + path);
    }

    private Client client(Path directory, boolean traced) {
        ServiceConfig.Traces traces = new ServiceConfig.Traces(at("/v1/traces"), Optional.empty(), 1.0);
        ServiceConfig usual = ServiceConfig.DEFAULT;
        ServiceConfig service = new ServiceConfig(
                usual.http(),
                usual.access(),
                usual.audit(),
                usual.rate(),
                usual.concurrency(),
                usual.log(),
                Optional.of(traces).filter(any -> traced),
                Map.of());
        Map<String, Object> servers = new LinkedHashMap<>();
        servers.put("child", FixtureServer.command("stdio"));
        servers.put("web", Map.of("url", at("/mcp").toString(), "type", "http"));
        servers.put("lake", Map.of("url", at("/mcp").toString(), "type", "http", "as", "catalog"));
        return Client.of(directory, servers, service);
    }

    private static ObjectNode params(String tool, Object... arguments) {
        ObjectNode params = Client.params(tool, arguments);
        params.putObject("_meta").put("traceparent", GIVEN);
        return params;
    }

    /** What the process at the other end was sent. */
    private static String sentToChild(Client client) {
        String message = client.result("tools/call", params("child__echo"))
                .at("/content/0/text")
                .asText();
        return Json.read(message).at("/params/_meta/traceparent").asText();
    }

    private Seen sentOverHttp(Client client, String tool, Object... arguments) throws InterruptedException {
        client.result("tools/call", params(tool, arguments));
        return seen.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void withASpanOfTheRouterBetween(@TempDir Path directory) throws Exception {
        String child;
        Seen web;
        Seen lake;
        try (Client client = client(directory, true)) {
            child = sentToChild(client);
            web = sentOverHttp(client, "web__see");
            lake = sentOverHttp(client, "list_tables", "catalog", "lake");
        }
        for (String told : List.of(child, web.header(), lake.header())) {
            assertThat(told).startsWith("00-" + TRACE + "-").endsWith("-01").doesNotContain(CLIENTS_SPAN);
            assertThat(sent()).contains(bytes(TRACE), bytes(told.split("-", -1)[2]));
        }
        assertThat(web.params().at("/_meta/traceparent").asText()).isEqualTo(web.header());
        assertThat(lake.params().at("/_meta/traceparent").asText()).isEqualTo(lake.header());
        assertThat(lake.params().path("name").asText()).startsWith("list_");
    }

    private String sent() {
        synchronized (spans) {
            return spans.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void asItCameWhereTheRouterSendsNoSpans(@TempDir Path directory) throws Exception {
        try (Client client = client(directory, false)) {
            assertThat(sentToChild(client)).isEqualTo(GIVEN);
            assertThat(sentOverHttp(client, "web__see").header()).isEqualTo(GIVEN);
            assertThat(sentOverHttp(client, "list_tables", "catalog", "lake").header())
                    .isEqualTo(GIVEN);
        }
        assertThat(sent()).isEmpty();
    }

    @Test
    void notInAHeaderWhereItIsNone(@TempDir Path directory) throws Exception {
        try (Client client = client(directory, false)) {
            ObjectNode params = Client.params("web__see");
            params.putObject("_meta").put("traceparent", "x\r\nX-Injected: 1");
            client.result("tools/call", params);
            assertThat(seen.poll(30, TimeUnit.SECONDS).header()).isEmpty();
        }
    }
}
