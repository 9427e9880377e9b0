package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.tool.Committed;
import io.mcpbuffet.tool.FakeLake;
import io.mcpbuffet.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolsTest {
    @Test
    void theToolsAreTheCommittedOnes() {
        List<Tool> tools =
                FakeLake.tools(FakeLake.of(FakeLake.source("polaris", new PolarisProvider())), new FakeEngine());
        Committed.tools(Path.of("src", "test", "resources", "tools.json"), tools);
        assertThat(Committed.bytes(tools)).isLessThan(14_000);
    }
}
