package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.iceberg.local.SampleWarehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a semantic model says about a table reaches the tools of a whole server. */
class SemanticModelTest {
    private static final String MODEL =
            """
            version: 0.2.0.dev0
            semantic_model:
              - name: shop
                datasets:
                  - name: orders
                    source: shop.orders
                    ai_context: {synonyms: [purchases]}
                metrics:
                  - name: turnover
                    expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.price)}]}
            """;

    private static String text(BuffetServer server, String name, ObjectNode arguments) {
        return server.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(arguments, new CallContext(Progress.NONE, Instant.now().plusSeconds(60)))
                .text();
    }

    @Test
    void searchDescribeAndTheContextPackSayIt(@TempDir Path directory) throws IOException {
        SampleWarehouse.at(directory.resolve("lake"), "lake");
        Files.writeString(directory.resolve("shop.ossie.yaml"), MODEL);
        String yaml = "catalogs:\n  lake: {kind: iceberg, warehouse: lake, semantic-model: shop.ossie.yaml}\n";
        try (BuffetServer server = Configured.open(directory, yaml)) {
            assertThat(text(server, "search_tables", Json.object().put("text", "purchases")))
                    .contains("lake.shop.orders");
            assertThat(text(server, "describe", Json.object().put("table", "lake.shop.orders")))
                    .contains("also purchases", "turnover = SUM(orders.price)");
            assertThat(text(server, "context_pack", Json.object().put("question", "turnover of purchases")))
                    .contains("Definitions:\nturnover = SUM(orders.price)");
        }
    }
}
