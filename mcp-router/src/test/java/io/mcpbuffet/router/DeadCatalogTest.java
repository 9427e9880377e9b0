package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that cannot be opened stops neither the start nor the others. */
class DeadCatalogTest {
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Samples.orders(directory.resolve("lake"));
        Samples.customers(directory.resolve("crm.duckdb"));
        server = Configured.open(
                directory,
                """
                catalogs:
                  gone: {kind: duckdb, path: gone.duckdb}
                  lake: {kind: iceberg, warehouse: lake}
                  lost: {kind: iceberg, warehouse: lost}
                  crm:  {kind: duckdb, path: crm.duckdb}
                """);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void isListedAsDownWithTheReason() {
        JsonNode catalogs = call("list_catalogs", Json.object()).structured().path("catalogs");
        assertThat(catalogs.findValuesAsText("catalog")).containsExactly("gone", "lake", "lost", "crm");
        assertThat(catalogs.findValuesAsText("status")).containsExactly("down", "up", "down", "up");
        assertThat(catalogs.path(0).path("error").toString()).contains("gone.duckdb");
    }

    @Test
    void leavesTheTablesOfTheOthersInTheList() {
        JsonNode listed = call("list_tables", Json.object()).structured();
        assertThat(listed.path("tables").findValuesAsText("table"))
                .containsExactly("lake.shop.orders", "crm.main.customers");
        assertThat(listed.path("catalogs").findValuesAsText("status")).contains("down");
    }

    @Test
    void leavesJoinsOfTheOthersAlone() {
        ToolResult joined =
                query("SELECT count(*) FROM lake.shop.orders o JOIN crm.main.customers c" + " ON c.id = o.customer_id");
        assertThat(joined.structured().path("rows").toString()).isEqualTo("[[1000]]");
    }

    @Test
    void failsTheQueryThatNeedsItNamingTheCatalog() {
        ToolResult failed = query(
                "SELECT count(*) FROM lake.shop.orders o JOIN gone.main.customers c" + " ON c.id = o.customer_id");
        assertThat(failed.isError()).isTrue();
        assertThat(failed.structured().path("catalog").asText()).isEqualTo("gone");
        assertThat(List.of("UNAVAILABLE", "NOT_FOUND"))
                .contains(failed.structured().path("code").asText());
    }

    private static ToolResult query(String sql) {
        return call("query", Json.object().put("sql", sql));
    }

    private static ToolResult call(String tool, ObjectNode arguments) {
        return server.tools().stream()
                .filter(t -> t.name().equals(tool))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(arguments, CallContext.NONE);
    }
}
