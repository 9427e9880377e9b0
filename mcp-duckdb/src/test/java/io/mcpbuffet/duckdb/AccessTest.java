package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules on who may see what, over HTTP and a real engine. */
@Timeout(120)
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String BOSS = "boss-token-0123456789";
    private static final String ANA = "ana-token-0123456789";
    private static final String BOB = "bob-token-0123456789";

    @TempDir
    static Path directory;

    private static BuffetServer server;
    private static HttpServer http;

    @BeforeAll
    static void serve() throws Exception {
        Duck.write(
                directory.resolve("shop.duckdb"),
                "CREATE SCHEMA hr",
                "CREATE TABLE orders AS SELECT i AS id, i * 2 AS total FROM range(1000) r(i)",
                "CREATE TABLE hr.salaries AS SELECT 'eve' AS name, 4711 AS pay",
                "CREATE VIEW big AS SELECT * FROM orders WHERE total > 10",
                "CREATE VIEW pay AS SELECT s.pay FROM hr.salaries AS s",
                "CREATE VIEW hidden AS WITH p AS (SELECT * FROM pay) SELECT * FROM p WHERE pay IN (SELECT pay FROM pay)");
        Duck.write(directory.resolve("lab.duckdb"), "CREATE TABLE tests AS SELECT 1 AS n");
        Path file = Files.writeString(
                directory.resolve("buffet.yaml"),
                """
                catalogs:
                  shop: {kind: duckdb, path: shop.duckdb, default-namespace: main}
                  lab: {kind: duckdb, path: lab.duckdb, default-namespace: main}
                http:
                  bind: 127.0.0.1:0
                  tokens:
                    - {name: boss, token: boss-token-0123456789}
                    - {name: ana, token: ana-token-0123456789}
                    - {name: bob, token: bob-token-0123456789, catalogs: [lab]}
                access:
                  - {principal: boss, effect: allow}
                  - {principal: [ana, bob], catalogs: [shop, lab], effect: allow}
                  - {principal: ana, namespaces: [hr], effect: deny}
                  - {principal: ana, tools: [explain], effect: deny}
                  - {principal: ana, tools: [query], catalogs: [lab], effect: deny}
                """);
        var config = ConfigFile.read(file, BuffetServer.providers(), Environment.system());
        server = BuffetServer.open(config);
        http = server.serveHttp(config.service().http());
    }

    @AfterAll
    static void close() {
        http.close();
        server.close();
    }

    private static JsonNode send(String token, String method, ObjectNode params) throws Exception {
        ObjectNode meta = params.putObject("_meta");
        meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        meta.putObject("io.modelcontextprotocol/clientCapabilities");
        ObjectNode message =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 0).put("method", method);
        message.set("params", params);
        String name = params.path("name").asText(params.path("uri").asText());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.uri() + "/mcp"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
        if (!name.isEmpty()) {
            request.header("Mcp-Name", name);
        }
        String body = Canary.none(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
        String json = body.lines()
                .filter(l -> l.startsWith("data: {") && l.contains("\"id\":0"))
                .map(l -> l.substring(6))
                .findFirst()
                .orElse(body);
        return JSON.readTree(json);
    }

    private static JsonNode call(String token, String tool, Map<String, ?> arguments) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("name", tool);
        params.set("arguments", JSON.valueToTree(arguments));
        JsonNode answer = send(token, "tools/call", params);
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return answer.at("/result/structuredContent");
    }

    private static JsonNode query(String token, String sql) throws Exception {
        return call(token, "query", Map.of("sql", sql));
    }

    @Test
    void listsWhatIsOpen() throws Exception {
        assertThat(call(BOSS, "list_tables", Map.of()).findValuesAsText("table"))
                .contains("shop.hr.salaries", "lab.main.tests");
        assertThat(call(ANA, "list_tables", Map.of()).findValuesAsText("table"))
                .containsExactly(
                        "shop.main.big", "shop.main.hidden", "shop.main.orders", "shop.main.pay", "lab.main.tests");
        assertThat(call(BOB, "list_tables", Map.of()).findValuesAsText("table")).containsExactly("lab.main.tests");
        assertThat(call(ANA, "list_namespaces", Map.of()).findValuesAsText("namespace"))
                .containsExactly("shop.main", "lab.main");
        assertThat(call(BOB, "list_catalogs", Map.of()).findValuesAsText("catalog"))
                .containsExactly("lab");
        assertThat(call(ANA, "list_tables", Map.of("namespace", "shop.hr"))
                        .path("code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        JsonNode tools = send(ANA, "tools/list", JSON.createObjectNode()).at("/result/tools");
        assertThat(tools.findValuesAsText("name")).contains("query").doesNotContain("explain");
        JsonNode told = send(BOB, "server/discover", JSON.createObjectNode());
        assertThat(told.at("/result/instructions").asText()).contains("lab").doesNotContain("shop");
    }

    @Test
    void findsNothingThatIsNotOpen() throws Exception {
        JsonNode described = call(ANA, "describe", Map.of("table", "shop.hr.salaries"));
        assertThat(described.path("code").asText()).isEqualTo("NOT_FOUND");
        JsonNode near = call(ANA, "describe", Map.of("table", "shop.hr.salarie"));
        assertThat(near.toString()).doesNotContain("salaries\"").doesNotContain("shop.hr.salaries");
        ObjectNode uri = JSON.createObjectNode().put("uri", "lake://shop/hr/salaries");
        assertThat(send(ANA, "resources/read", uri).at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(send(BOSS, "resources/read", uri.deepCopy()).has("result")).isTrue();
        List<String> completed = new ArrayList<>();
        complete(ANA).forEach(value -> completed.add(value.asText()));
        assertThat(completed).containsExactly("main");
        assertThat(complete(BOSS)).hasSize(2);
        ObjectNode explain = JSON.createObjectNode().put("name", "explain");
        explain.putObject("arguments").put("sql", "SELECT 1");
        assertThat(send(ANA, "tools/call", explain).at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void searchesNothingThatIsNotOpen() throws Exception {
        Map<String, ?> wanted = Map.of("text", "pay of salaries");
        assertThat(whole("search_tables", BOSS, wanted)).contains("shop.hr.salaries");
        assertThat(whole("search_tables", ANA, wanted))
                .contains("shop.main.pay")
                .doesNotContain("hr.salaries", "4711");
        assertThat(whole("search_tables", BOB, wanted)).doesNotContain("shop");
        Map<String, ?> question = Map.of("question", "pay of salaries");
        assertThat(whole("context_pack", BOSS, question)).contains("shop.hr.salaries");
        assertThat(whole("context_pack", ANA, question)).doesNotContain("hr.salaries", "4711");
        assertThat(whole("context_pack", BOB, question)).doesNotContain("shop");
    }

    /** The answer once all that the caller may see was searched. */
    private static String whole(String tool, String token, Map<String, ?> arguments) throws Exception {
        JsonNode answer = call(token, tool, arguments);
        while (!answer.path("not_searched").isEmpty()) {
            answer = call(token, tool, arguments);
        }
        return answer.toString();
    }

    private static JsonNode complete(String token) throws Exception {
        ObjectNode params = JSON.createObjectNode();
        params.putObject("ref").put("type", "ref/resource").put("uri", "lake://{catalog}/{namespace}/{table}");
        params.putObject("argument").put("name", "namespace").put("value", "");
        params.putObject("context").putObject("arguments").put("catalog", "shop");
        return send(token, "completion/complete", params).at("/result/completion/values");
    }

    @Test
    void readsNothingThatIsNotOpen() throws Exception {
        assertThat(query(ANA, "SELECT count(*) FROM shop.main.big")
                        .path("rows")
                        .path(0)
                        .path(0)
                        .asInt())
                .isEqualTo(994);
        assertThat(query(ANA, "SELECT * FROM shop.hr.salaries").path("code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(query(ANA, "SELECT * FROM SHOP.HR.SALARIES").path("code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(query(ANA, "SELECT * FROM salaries").path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(query(ANA, "SELECT * FROM orders WHERE id IN (SELECT pay FROM hr.salaries)")
                        .path("code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(query(ANA, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'hr'")
                        .path("row_count")
                        .asInt(-1))
                .isZero();
        assertThat(query(ANA, "SHOW ALL TABLES").toString()).contains("orders").doesNotContain("salaries");
        assertThat(query(BOSS, "SELECT pay FROM shop.hr.salaries").toString()).contains("4711");
    }

    @Test
    void readsNoViewOverWhatIsNotOpen() throws Exception {
        for (String view : List.of("pay", "hidden")) {
            JsonNode answer = query(ANA, "SELECT * FROM shop.main." + view);
            assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("PERMISSION_DENIED");
            assertThat(answer.toString()).doesNotContain("4711");
            assertThat(query(BOSS, "SELECT * FROM shop.main." + view).toString())
                    .contains("4711");
        }
        JsonNode sampled = call(ANA, "describe", Map.of("table", "shop.main.pay", "sample", 1));
        assertThat(sampled.toString()).doesNotContain("4711");
    }

    @Test
    void holdsARuleForOneToolThereOnly() throws Exception {
        assertThat(query(ANA, "SELECT * FROM lab.main.tests").path("code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(call(ANA, "describe", Map.of("table", "lab.main.tests"))
                        .path("table")
                        .asText())
                .isEqualTo("lab.main.tests");
        assertThat(query(BOB, "SELECT n FROM tests").path("row_count").asInt()).isEqualTo(1);
        assertThat(query(BOB, "SELECT * FROM shop.main.orders").path("code").asText())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void takesNoCursorOfAnother() throws Exception {
        Map<String, Object> first = Map.of("sql", "SELECT id FROM shop.main.orders ORDER BY id", "max_rows", 10);
        String cursor = call(ANA, "query", first).path("next_cursor").asText();
        assertThat(cursor).isNotEmpty();
        Map<String, Object> next =
                Map.of("sql", "SELECT id FROM shop.main.orders ORDER BY id", "max_rows", 10, "cursor", cursor);
        assertThat(call(BOSS, "query", next).path("code").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(call(ANA, "query", next).path("rows").path(0).path(0).asInt())
                .isEqualTo(10);
    }
}
