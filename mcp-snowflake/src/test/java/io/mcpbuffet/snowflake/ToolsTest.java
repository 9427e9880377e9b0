package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.tool.Committed;
import io.mcpbuffet.tool.FakeLake;
import io.mcpbuffet.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolsTest {
    private final List<Tool> tools =
            FakeLake.tools(FakeLake.of(FakeLake.source("snowflake", new SnowflakeProvider())), new FakeEngine());

    @Test
    void theToolsAreTheCommittedOnes() {
        Committed.tools(Path.of("src", "test", "resources", "tools.json"), tools);
        assertThat(Committed.bytes(tools)).isLessThan(14_000);
    }

    @Test
    void theQueryIsInSnowflakesDialect() {
        assertThat(tools)
                .filteredOn(tool -> tool.name().equals("query"))
                .singleElement()
                .satisfies(tool ->
                        assertThat(tool.description()).contains("snowflake SQL").doesNotContain("VERSION"));
    }

    @Test
    void tablesCanBeReadAsTheyWereButHaveNoSnapshotsToList() {
        assertThat(tools)
                .extracting(Tool::name)
                .contains("time_travel", "describe", "query", "explain")
                .doesNotContain("list_snapshots", "inspect");
    }
}
