package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.StandaloneFlags;
import io.mcpbuffet.glue.SampleAccount;
import io.mcpbuffet.polaris.SampleServer;
import io.mcpbuffet.server.StandaloneServer;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code buffet serve KIND} with what the catalog needs as flags, and its secrets in the environment. */
@Timeout(120)
class OneCatalogTest {
    @TempDir
    private Path directory;

    @Test
    void servesAnAccountOfSnowflake() throws Exception {
        try (StandIn account = SalesAccount.start();
                StandaloneServer server = serve("snowflake", account.properties(), "password")) {
            assertThat(tables(server)).contains("snowflake.SALES.PUBLIC.ORDERS", "snowflake.SALES.PUBLIC.BIG");
            JsonNode described = described(server, "SALES.PUBLIC.ORDERS");
            assertThat(described.path("table").asText()).isEqualTo("snowflake.SALES.PUBLIC.ORDERS");
            assertThat(described.path("comment").asText()).isEqualTo("What was bought");
            assertThat(rows(server, "SELECT count(*), max(total) FROM ORDERS")).isEqualTo("[[1000,\"1000.25\"]]");
            ends(server, "kanari-bird-snowflake-password+/9~f=");
        }
    }

    @Test
    void servesAnAccountOfGlue() throws Exception {
        try (SampleAccount account = SampleAccount.start(directory);
                StandaloneServer server =
                        serve("glue", account.properties(), "client.secret-access-key", "s3.secret-access-key")) {
            assertThat(tables(server)).containsExactly("glue.shop.orders");
            assertThat(described(server, "orders").path("row_count").asInt()).isEqualTo(SampleAccount.ORDERS);
            assertThat(rows(server, "SELECT count(*), max(total) FROM shop.orders"))
                    .isEqualTo("[[1000,\"1000.25\"]]");
            ends(server, account.properties().get("client.secret-access-key"));
        }
    }

    @Test
    void servesARestCatalog() throws Exception {
        try (SampleServer lake = SampleServer.start(directory);
                StandaloneServer server = serve("polaris", lake.properties(), "credential")) {
            assertThat(tables(server)).containsExactly("polaris.crm.customers");
            assertThat(described(server, "crm.customers").path("row_count").asInt())
                    .isEqualTo(10);
            assertThat(rows(server, "SELECT count(*), max(name) FROM crm.customers"))
                    .isEqualTo("[[10,\"c9\"]]");
            ends(server, lake.properties().get("credential"));
        }
    }

    private StandaloneServer serve(String kind, Map<String, String> properties, String... secrets) throws IOException {
        List<String> hidden = List.of(secrets);
        List<String> command =
                new ArrayList<>(List.of(Programs.ROOT.resolve("buffet").toString(), "serve", kind));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        properties.forEach((name, value) -> {
            if (hidden.contains(name)) {
                builder.environment().put(StandaloneFlags.variable(kind, name), value);
            } else {
                command.addAll(List.of("--" + name, value));
            }
        });
        return StandaloneServer.start(builder.command(command));
    }

    private static List<String> tables(StandaloneServer server) throws IOException {
        return server.call("list_tables", Map.of()).findValuesAsText("table");
    }

    private static JsonNode described(StandaloneServer server, String table) throws IOException {
        return server.call("describe", Map.of("table", table));
    }

    private static String rows(StandaloneServer server, String sql) throws IOException {
        return server.call("query", Map.of("sql", sql)).path("rows").toString();
    }

    private static void ends(StandaloneServer server, String secret) throws IOException, InterruptedException {
        assertThat(server.end()).isZero();
        assertThat(server.log()).doesNotContain(secret);
    }
}
