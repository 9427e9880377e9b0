package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that write SQL themselves, over a catalog with an engine of its own: rows come from it, and the SQL stays here. */
class SnowflakeProfileTest {
    private static StandIn account;
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        account = SalesAccount.start();
        server = Configured.open(
                directory,
                """
                catalogs:
                  snow: {kind: snowflake, url: "http://localhost:%d", account: acme, user: READER, password: kanari-bird-snowflake-password+/9~f=,
                         database: SALES, schema: PUBLIC}
                """
                        .formatted(account.port()));
    }

    @AfterAll
    static void close() {
        server.close();
        account.close();
    }

    private static JsonNode call(String name, ObjectNode arguments) {
        return server.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(arguments, new CallContext(Progress.NONE, Instant.now().plusSeconds(120)))
                .structured();
    }

    @Test
    void aSampleIsFetchedAndLookedAtHere() {
        JsonNode profile = call(
                "profile",
                Json.object().put("table", "snow.SALES.PUBLIC.CUSTOMER").put("mode", "sample"));
        assertThat(profile.at("/row_count/value").asInt())
                .as(profile.toString())
                .isEqualTo(10);
        assertThat(profile.at("/columns/1/patterns/0/value").asText()).isEqualTo("a9");
        assertThat(account.executed())
                .noneMatch(sql -> sql.contains("MATERIALIZED"))
                .anyMatch(sql -> sql.contains("CUSTOMER") && sql.contains("LIMIT 50000"));
    }

    @Test
    void rowsOfTwoTablesAreComparedHere() {
        ObjectNode both = Json.object()
                .put("left", "snow.SALES.PUBLIC.CUSTOMER")
                .put("right", "snow.SALES.PUBLIC.ORDERS")
                .put("detail", "rows");
        JsonNode compared = call("compare", both);
        assertThat(compared.at("/rows/columns/1/name").asText())
                .as(compared.toString())
                .isEqualToIgnoringCase("id");
        assertThat(compared.path("findings").toString()).contains("bound");
        assertThat(account.executed()).noneMatch(sql -> sql.contains("EXCEPT ALL"));
    }
}
