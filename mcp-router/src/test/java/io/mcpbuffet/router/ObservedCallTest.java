package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.server.BuffetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of one call: its answer, the metrics, the audit log and the trace tell of the same. */
class ObservedCallTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir
    Path directory;

    private final BlockingQueue<String> spans = new LinkedBlockingQueue<>();
    private HttpServer collector;
    private BuffetServer server;
    private io.mcpbuffet.server.http.HttpServer http;

    @BeforeEach
    void serve() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            spans.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        Samples.orders(directory.resolve("lake"));
        Samples.customers(directory.resolve("crm.duckdb"));
        Path file = directory.resolve("buffet.yaml");
        Files.writeString(
                file,
                """
                catalogs:
                  sales: {kind: iceberg, warehouse: lake}
                  crm: {kind: duckdb, path: crm.duckdb}
                audit: {file: audit.jsonl}
                traces: {endpoint: "http://127.0.0.1:%d/v1/traces"}
                http: {tokens: [{name: ana, token: 0123456789abcdef}]}
                """
                        .formatted(collector.getAddress().getPort()));
        Environment environment = new Environment(Map.of(), directory, directory);
        BuffetConfig config = ConfigFile.read(file, BuffetServer.providers(), environment);
        server = Router.open(config, environment);
        http = server.serveHttp(config.service().http().at(new HostPort("127.0.0.1", 0)));
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        collector.stop(0);
    }

    @Test
    void isToldByMetricsAuditAndTraceUnderOneRequest() throws Exception {
        HttpResponse<String> answer = call(
                "query",
                "{\"sql\":\"SELECT o.id, 'private' FROM sales.shop.orders o JOIN crm.main.customers c ON o.customer_id = c.id LIMIT 5\"}");
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("request-of-ana");
        assertThat(metrics())
                .contains(
                        "buffet_calls_total{tool=\"query\",outcome=\"ok\"} 1\n",
                        "buffet_call_seconds_count{tool=\"query\"} 1\n",
                        "buffet_rows_total{tool=\"query\"} 5\n",
                        "buffet_catalog_calls_total{catalog=\"sales\",outcome=\"ok\"} 1\n",
                        "buffet_catalog_calls_total{catalog=\"crm\",outcome=\"ok\"} 1\n",
                        "buffet_catalog_call_seconds_count{catalog=\"crm\"} 1\n",
                        "buffet_catalog_calls_running{catalog=\"crm\"} 0\n",
                        "buffet_engine_calls_total{engine=\"duckdb\",outcome=\"ok\"} 1\n",
                        "buffet_engine_rows_total{engine=\"duckdb\"} 5\n",
                        "buffet_cache_hits_total ",
                        "buffet_cache_misses_total ",
                        "buffet_worker_restarts_total 0\n")
                .containsPattern("buffet_engine_files_read_total\\{engine=\"duckdb\"} [1-9]")
                .containsPattern("buffet_engine_bytes_read_total\\{engine=\"duckdb\"} [1-9]")
                .doesNotContain("private");
        JsonNode line = Json.read(audit().get(0));
        assertThat(line.path("request").asText()).isEqualTo("request-of-ana");
        assertThat(line.path("principal").asText()).isEqualTo("ana");
        assertThat(line.path("tables").toString()).contains("sales.shop.orders", "crm.main.customers");
        assertThat(line.path("rows").asInt()).isEqualTo(5);
        assertThat(line.path("bytes").asLong()).isPositive();
        assertThat(line.has("sql")).isFalse();
        http.close();
        String span = spans.poll(20, TimeUnit.SECONDS);
        assertThat(span)
                .contains(new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1))
                .contains("query", "ana", "sales.shop.orders")
                .doesNotContain("private");
    }

    @Test
    void countsTheWorkerThatTakesThePlaceOfOneThatDied() throws Exception {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        String counting = "{\"sql\":\"SELECT count(*) FROM crm.main.customers\"}";
        assertThat(call("query", counting).body()).contains("\"row_count\":1");
        ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .forEach(ProcessHandle::destroyForcibly);
        String answer = call("query", counting).body();
        while (!answer.contains("\"row_count\":1")) {
            assertThat(answer).contains("UNAVAILABLE");
            answer = call("query", counting).body();
        }
        assertThat(metrics()).containsPattern("buffet_worker_restarts_total [1-9]");
    }

    @Test
    void namesNoCatalogInTheMetricsThatThereIsNot() throws Exception {
        for (String name : List.of("none.shop.orders", "sales.shop.none", "\"a\nb\".c.d")) {
            call("describe", Json.write(Json.object().put("table", name)));
        }
        assertThat(metrics())
                .contains("buffet_calls_total{tool=\"describe\",outcome=\"NOT_FOUND\"}")
                .contains("buffet_catalog_calls_total{catalog=\"sales\",outcome=\"NOT_FOUND\"} 1\n")
                .doesNotContain("none", "a\\nb");
    }

    private HttpResponse<String> call(String tool, String arguments) throws IOException, InterruptedException {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "," + META + "}}";
        return CLIENT.send(
                request("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .header("X-Request-Id", "request-of-ana")
                        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                        .POST(HttpRequest.BodyPublishers.ofString(message))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String metrics() throws IOException, InterruptedException {
        return Canary.none(CLIENT.send(request("/metrics").build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(http.uri() + path)).header("Authorization", "Bearer 0123456789abcdef");
    }

    private List<String> audit() throws IOException {
        return Files.readAllLines(directory.resolve("audit.jsonl"));
    }
}
