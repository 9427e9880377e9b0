package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.iceberg.local.SampleWarehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table under several names: in two catalogs of one warehouse, and in one that points at metadata of earlier. */
class CompareCatalogsTest {
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        SampleWarehouse.at(directory.resolve("lake"), "lake");
        SampleWarehouse.at(directory.resolve("twin"), "twin");
        server = Configured.open(
                directory,
                """
                catalogs:
                  lake:  {kind: iceberg, warehouse: lake}
                  again: {kind: iceberg, warehouse: lake}
                  twin:  {kind: iceberg, warehouse: twin}
                  old:   {kind: iceberg, table: "%s"}
                """
                        .formatted(earlier(directory.resolve("lake/shop/orders/metadata"))));
    }

    /** That of the second of three snapshots. */
    private static Path earlier(Path metadata) throws IOException {
        try (Stream<Path> files = Files.list(metadata)) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .filter(file -> snapshots(file) == 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int snapshots(Path file) {
        try {
            return Json.read(Files.readString(file)).path("snapshots").size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static ToolResult compare(String left, String right) {
        return server.tools().stream()
                .filter(tool -> tool.name().equals("compare"))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(
                        Json.object().put("left", left).put("right", right),
                        new CallContext(Progress.NONE, Instant.now().plusSeconds(60)));
    }

    @Test
    void aTableThatTwoCatalogsHaveIsTheSameWithTheSameMetadata() {
        ToolResult result = compare("lake.shop.orders", "again.shop.orders");
        assertThat(result.structured().path("same_table").asBoolean()).isTrue();
        assertThat(result.structured().path("same_metadata").asBoolean()).isTrue();
        assertThat(result.structured().path("row_delta").asInt(-1)).isZero();
        assertThat(result.text()).contains("Both names stand for one table, with the same metadata");
    }

    @Test
    void aCatalogThatIsBehindHasTheSameTableWithOtherMetadata() {
        ToolResult result = compare("old.default.orders", "lake.shop.orders");
        JsonNode told = result.structured();
        assertThat(told.path("same_table").asBoolean()).as(told.toString()).isTrue();
        assertThat(told.path("same_metadata").asBoolean(true)).isFalse();
        assertThat(told.path("row_delta").asInt()).isEqualTo(10);
        assertThat(result.text()).contains("one catalog is behind");
    }

    @Test
    void aCopyIsAnotherTable() {
        JsonNode told = compare("lake.shop.orders", "twin.shop.orders").structured();
        assertThat(told.path("same_table").asBoolean(true)).isFalse();
        assertThat(told.has("same_metadata")).isFalse();
        assertThat(told.path("schema_changes")).isEmpty();
    }
}
