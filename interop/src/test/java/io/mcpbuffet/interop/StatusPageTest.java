package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page at the root of the router, in a browser without a window. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CHROMIUM = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
    private static final String TOKEN = "token-of-the-operator";
    private static final String LURE = "<script>window.ran = true</script><img src=x onerror=alert(1)>";

    @BeforeAll
    void browser() {
        Node.require();
        assumeTrue(Files.isExecutable(CHROMIUM), "These tests want Chromium at " + CHROMIUM + ", or -Dchromium=PATH");
    }

    @Test
    void showsCatalogsCallsToolsAndHowToConnect() throws IOException, InterruptedException {
        try (HttpRouter router = HttpRouter.start("")) {
            call(router.uri(), "", "query", "{\"sql\": \"SELECT count(*) FROM sales.shop.orders\"}");
            call(router.uri(), "", "describe", "{\"table\": \"sales.shop.nothing\"}");
            call(
                    router.uri(),
                    "",
                    "describe",
                    JSON.createObjectNode().put("table", LURE).toString());
            JsonNode page = open(router.uri(), "open");
            assertThat(page.path("outcome").asText()).isEqualTo("shown");
            assertThat(page.path("text").asText())
                    .contains("sales", "crm", "ops", "iceberg", "duckdb", "up", "as local")
                    .contains("sales.shop.orders", "NOT_FOUND", "Claude Code", "VS Code", "Cursor", "Inspector")
                    .contains(router.uri() + "/mcp", "time_travel");
            assertSafe(page, router.uri());
        }
    }

    @Test
    void asksForATokenAndShowsNothingBefore() throws IOException, InterruptedException {
        try (HttpRouter router = HttpRouter.start("http: {token: " + TOKEN + "}\n")) {
            call(router.uri(), TOKEN, "list_catalogs", "{}");
            JsonNode page = open(router.uri(), "guarded", TOKEN);
            assertThat(page.path("outcome").asText()).isEqualTo("asked");
            assertThat(page.path("locked").asText())
                    .contains("Access token")
                    .doesNotContain("sales", "list_catalogs", "Claude");
            assertThat(page.path("text").asText()).contains("sales", "list_catalogs", "Bearer YOUR_TOKEN");
            assertThat(page.path("html").asText()).doesNotContain(TOKEN);
            assertSafe(page, router.uri());
        }
    }

    private static void assertSafe(JsonNode page, URI server) {
        assertThat(page.path("problems")).as("errors on the page").isEmpty();
        assertThat(page.path("blocked").asText()).startsWith("script-src");
        assertThat(page.at("/narrow/beyond").asInt()).isZero();
        assertThat(page.at("/narrow/broken"))
                .as("cells that fall apart on a telephone")
                .isEmpty();
        assertThat(page.path("ran").asBoolean()).isFalse();
        assertThat(page.path("loaded")).isNotEmpty().allSatisfy(each -> assertThat(each.asText())
                .startsWith(server.toString()));
        System.err.println("The page was shown after " + page.path("first").asInt() + " ms");
    }

    private static JsonNode open(URI server, String name, String... token) throws IOException {
        Path screenshot = Programs.MODULE.resolve("target/status-" + name + ".png");
        List<String> arguments = new ArrayList<>(List.of(CHROMIUM.toString(), server + "/", screenshot.toString()));
        arguments.addAll(List.of(token));
        Programs.Ended ended = Node.script("status.mjs", "", arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(screenshot).isNotEmptyFile();
        return JSON.readTree(ended.out());
    }

    private static void call(URI server, String token, String tool, String arguments)
            throws IOException, InterruptedException {
        String meta = "\"_meta\": {\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\","
                + " \"io.modelcontextprotocol/clientCapabilities\": {}}";
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/mcp"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\": \"2.0\", \"id\": 0, \"method\": \"tools/call\"," + " \"params\": {\"name\": \""
                                + tool + "\", \"arguments\": " + arguments + ", " + meta + "}}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
