package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.iceberg.s3.S3Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a client starts it, over standard input and output. */
@Timeout(90)
class ServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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
        try (Server server = Server.start(directory, flags)) {
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
    void keepsSecretsToItself() throws Exception {
        String[] flags = {"polaris", "--uri", rest.uri().toString(), "--credential", "reader:wrong-canary-77"};
        try (Server server = Server.start(directory, flags)) {
            JsonNode error = server.call("list_tables", Map.of());
            assertThat(error.path("code").asText()).isEqualTo("AUTH_EXPIRED");
            assertThat(error.toString()).contains("invalid_client").doesNotContain("wrong-canary-77");
            assertThat(server.end()).isZero();
            String log = new String(server.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(log).doesNotContain("wrong-canary-77").doesNotContain(S3Store.SECRET_KEY);
        }
    }

    /** A started server and the requests to it, one at a time. */
    private record Server(Process process, BufferedReader answers, List<Integer> ids) implements AutoCloseable {
        static Process process(Path directory, String... flags) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "io.mcpbuffet.server.ServerMain"));
            command.addAll(List.of(flags));
            return new ProcessBuilder(command).directory(directory.toFile()).start();
        }

        static Server start(Path directory, String... flags) throws IOException {
            Process process = process(directory, flags);
            Server server = new Server(process, process.inputReader(StandardCharsets.UTF_8), new ArrayList<>());
            server.request(
                    "initialize",
                    Map.of(
                            "protocolVersion", "2025-11-25",
                            "capabilities", Map.of(),
                            "clientInfo", Map.of("name", "test", "version", "1")));
            server.send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
            return server;
        }

        JsonNode call(String tool, Map<String, Object> arguments) throws IOException {
            return request("tools/call", Map.of("name", tool, "arguments", arguments))
                    .path("result")
                    .path("structuredContent");
        }

        private JsonNode request(String method, Map<String, Object> parameters) throws IOException {
            ids.add(ids.size() + 1);
            send(Map.of("jsonrpc", "2.0", "id", ids.size(), "method", method, "params", parameters));
            while (true) {
                JsonNode answer = JSON.readTree(answers.readLine());
                if (answer.path("id").asInt() == ids.size()) {
                    return answer;
                }
            }
        }

        private void send(Map<String, Object> message) throws IOException {
            process.getOutputStream().write((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /** The exit code after the end of the input. */
        int end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
