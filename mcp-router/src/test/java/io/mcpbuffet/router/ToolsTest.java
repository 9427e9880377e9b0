package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.tool.Committed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
    private static final int MOST_BYTES = 18_000;

    @Test
    void theToolsOfManyCatalogsAreTheCommittedOnes(@TempDir Path directory) throws IOException {
        String yaml =
                """
                catalogs:
                  lake: {kind: iceberg, warehouse: lake}
                  crm:  {kind: duckdb, path: crm.duckdb}
                """;
        try (BuffetServer server = Configured.open(directory, yaml)) {
            Committed.tools(Path.of("src", "test", "resources", "tools.json"), server.tools());
            assertThat(Committed.bytes(server.tools())).isLessThan(MOST_BYTES);
        }
    }
}
