package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.server.StandaloneServer;
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
@Timeout(90)
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

    @Test
    void keepsSecretsToItself() throws Exception {
        String[] flags = {"polaris", "--uri", rest.uri().toString(), "--credential", "reader:wrong-canary-77"};
        try (StandaloneServer server = StandaloneServer.start(directory, flags)) {
            JsonNode error = server.call("list_tables", Map.of());
            assertThat(error.path("code").asText()).isEqualTo("AUTH_EXPIRED");
            assertThat(error.toString()).contains("invalid_client").doesNotContain("wrong-canary-77");
            assertThat(server.end()).isZero();
            assertThat(server.log()).doesNotContain("wrong-canary-77").doesNotContain(S3Store.SECRET_KEY);
        }
    }
}
