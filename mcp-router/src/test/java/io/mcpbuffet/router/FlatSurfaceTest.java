package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.remote.Remotes;
import io.mcpbuffet.router.remote.ServerConfig;
import io.mcpbuffet.server.BuffetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of ours as a catalog, or as tools. */
class FlatSurfaceTest {
    @TempDir
    private Path directory;

    private BuffetConfig config(String more) throws IOException {
        Samples.customers(directory.resolve("crm.duckdb"));
        ObjectNode entry = OurServer.overStdio(
                        "duckdb", "--path", directory.resolve("crm.duckdb").toString())
                .entry();
        Path file = Files.writeString(
                directory.resolve("buffet.yaml"), "mcpServers: {Far-1: " + Json.write(entry) + "}\n" + more);
        return ConfigFile.read(file, BuffetServer.providers(), environment());
    }

    private Environment environment() {
        return new Environment(Map.of(), directory, directory);
    }

    @Test
    void isACatalogUnlessItIsToBeTools() throws IOException {
        BuffetConfig config = config("");
        try (Remotes remotes = Router.remotes(config, environment())) {
            assertThat(remotes.agree(List.of())).isEmpty();
        }
        try (BuffetServer unified = Router.open(config, environment(), Surface.UNIFIED);
                BuffetServer flat = Router.open(config, environment(), Surface.FLAT)) {
            assertThat(unified.lakehouse().catalogs()).containsExactly("far_1");
            assertThat(unified.lakehouse().sources().get(0).provider().kind()).isEqualTo("mcp");
            assertThat(flat.lakehouse().catalogs()).isEmpty();
        }
        assertThat(passed(config, true)).isEmpty();
        assertThat(passed(config, false)).contains("Far-1__query", "Far-1__describe");
    }

    private List<String> passed(BuffetConfig config, boolean unified) {
        List<ServerConfig> servers = ServerConfig.all(config.mcpServers(), directory);
        try (Remotes remotes = Remotes.open(
                servers,
                directory.resolve("router.lock"),
                environment().cache().resolve("servers"),
                Duration.ZERO,
                unified)) {
            return remotes.listed("tools/list", new Principal("me", Access.ALL)).stream()
                    .map(tool -> tool.path("name").asText())
                    .toList();
        }
    }

    @Test
    void refusesTwoCatalogsOfOneName() throws IOException {
        BuffetConfig config = config("catalogs: {far_1: {kind: duckdb, path: crm.duckdb}}\n");
        try (Remotes remotes = Router.remotes(config, environment())) {
            assertThat(remotes.agree(List.of())).isEmpty();
        }
        assertThatThrownBy(() -> Router.open(config, environment()))
                .hasMessage("Both a catalog and a server of mcpServers would be the catalog 'far_1'");
    }
}
