package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.server.StandaloneServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a client starts it, over standard input and output. */
@Timeout(180)
class ServerTest {
    @TempDir
    static Path directory;

    private static RestStandIn rest;

    @BeforeAll
    static void start() {
        rest = RestStandIn.start();
        rest.answers().tables(() -> Answers.keys(rest.store()));
        new RowTables(rest, directory).orders(TableIdentifier.of("shop", "orders"));
        SampleTables.view(rest.backing());
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @Test
    void listsDescribesTravelsAndQueries() throws Exception {
        String[] flags = {
            "polaris", "--uri", rest.uri().toString(), "--credential", Gate.CLIENT + ":" + Gate.SECRET, "--name", "lake"
        };
        try (StandaloneServer server = StandaloneServer.start(directory, flags)) {
            assertThat(server.call("list_tables", Map.of()).findValuesAsText("table"))
                    .containsExactlyInAnyOrder("lake.shop.orders", "lake.shop.recent");
            assertThat(server.call("describe", Map.of("table", "lake.shop.orders"))
                            .path("row_count")
                            .asLong())
                    .isEqualTo(1000);
            JsonNode earlier = server.call(
                    "time_travel",
                    Map.of("table", "lake.shop.orders", "as_of", "tag:" + RowTables.EARLIER, "columns", List.of("id")));
            assertThat(earlier.path("tables").path(0).path("snapshot_id").asText())
                    .isNotEmpty();
            JsonNode sum = server.call("query", Map.of("sql", "SELECT count(*), max(id) FROM lake.shop.orders"));
            assertThat(sum.path("rows").path(0).toString()).isEqualTo("[1000,1000]");
            assertThat(server.call("query", Map.of("sql", "SELECT max(id) FROM lake.shop.recent"))
                            .path("rows")
                            .path(0)
                            .toString())
                    .isEqualTo("[1000]");
            JsonNode refused = server.call("query", Map.of("sql", "DROP TABLE lake.shop.orders"));
            assertThat(refused.path("code").asText()).isIn("READ_ONLY", "SQL_REJECTED");
            assertThat(server.end()).isZero();
        }
    }

    @Test
    void isConfiguredByTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of(
                "MCP_POLARIS_URI", rest.uri().toString(), "MCP_POLARIS_CREDENTIAL", Gate.CLIENT + ":" + Gate.SECRET);
        try (StandaloneServer server = StandaloneServer.start(directory, environment, "polaris")) {
            assertThat(server.call("describe", Map.of("table", "polaris.shop.orders"))
                            .path("row_count")
                            .asLong())
                    .isEqualTo(1000);
            assertThat(server.end()).isZero();
            assertThat(server.log()).doesNotContain(Gate.SECRET);
        }
    }

    /** Over HTTP, where its metrics are. */
    @Test
    void countsTheFilesThatItHasAlready() throws Exception {
        String credential = Gate.CLIENT + ":" + Gate.SECRET;
        Process process = StandaloneServer.process(
                directory,
                Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString()),
                "polaris",
                "--uri",
                rest.uri().toString(),
                "--credential",
                credential,
                "--http",
                "127.0.0.1:0");
        try {
            URI server = listening(process);
            assertThat(sum(server)).contains("[[500500]]");
            String first = get(server.resolve("/metrics"));
            assertThat(first)
                    .containsPattern("buffet_cache_misses_total [1-9]")
                    .containsPattern("buffet_cache_fetched_bytes_total [1-9]")
                    .contains("buffet_cache_hits_total 0\n");
            assertThat(sum(server)).contains("[[500500]]");
            assertThat(get(server.resolve("/metrics"))).containsPattern("buffet_cache_hits_total [1-9]");
        } finally {
            process.destroyForcibly();
        }
    }

    private static URI listening(Process process) throws IOException {
        BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
        String line = log.readLine();
        while (!line.startsWith("Listening on ")) {
            line = log.readLine();
        }
        return URI.create(line.substring("Listening on ".length()));
    }

    private static String sum(URI server) throws IOException, InterruptedException {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"query\",\"arguments\":"
                        + "{\"sql\":\"SELECT sum(id) FROM polaris.shop.orders\"},\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        HttpRequest request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "query")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return Canary.none(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Test
    void keepsSecretsToItself() throws Exception {
        String wrong = "reader:" + Canary.CREDENTIAL.value() + "wrong";
        String[] flags = {"polaris", "--uri", rest.uri().toString(), "--credential", wrong};
        try (StandaloneServer server = StandaloneServer.start(directory, flags)) {
            JsonNode error = server.call("list_tables", Map.of());
            assertThat(error.path("code").asText()).isEqualTo("AUTH_EXPIRED");
            assertThat(error.toString()).contains("invalid_client");
            assertThat(server.end()).isZero();
            assertThat(Canary.in(server.log())).isEmpty();
        }
    }
}
