package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.duckdb.warehouse.WarehouseProvider;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.tool.Committed;
import io.mcpbuffet.tool.FakeLake;
import io.mcpbuffet.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolsTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private static List<Tool> tools(CatalogProvider provider) {
        return FakeLake.tools(FakeLake.of(FakeLake.source(provider.kind(), provider)), new FakeEngine());
    }

    @Test
    void theToolsOfAFileAreTheCommittedOnes() {
        List<Tool> tools = tools(new DuckDbProvider());
        Committed.tools(RESOURCES.resolve("tools.json"), tools);
        assertThat(Committed.bytes(tools)).isLessThan(14_000);
    }

    @Test
    void theToolsOfAWarehouseAreTheCommittedOnes() {
        List<Tool> tools = tools(new WarehouseProvider());
        Committed.tools(RESOURCES.resolve("tools-iceberg.json"), tools);
        assertThat(Committed.bytes(tools)).isLessThan(14_000);
    }

    @Test
    void aFileHasNoPastToAskFor() {
        assertThat(tools(new DuckDbProvider()))
                .extracting(Tool::name)
                .contains("list_tables", "describe", "query")
                .doesNotContain("list_snapshots", "time_travel", "inspect");
    }
}
