package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandaloneFlagsTest {
    private static final Path HERE = Path.of("/here");

    private static BuffetConfig read(Map<String, String> variables, String... arguments) {
        return StandaloneFlags.read(
                List.of(arguments), Kinds.ALL, new Environment(variables, HERE, Path.of("/home/me")));
    }

    private static void refuses(String message, String... arguments) {
        assertThatThrownBy(() -> read(Map.of(), arguments)).hasMessageContaining(message);
    }

    @Test
    void makesTheSameCatalogAsAFile() {
        CatalogConfig catalog =
                read(Map.of(), "--path", "x.duckdb", "--include=a.*").catalogs().get("files");
        assertThat(catalog)
                .isEqualTo(new CatalogConfig(
                        "files",
                        "files",
                        Map.of("path", "/here/x.duckdb", "include", "a.*", "default-namespace", "main")));
    }

    @Test
    void knowsTheKindFromThePropertiesGiven() {
        BuffetConfig config = read(Map.of(), "--uri", "https://x", "--s3.endpoint", "http://y", "--credential", "s");
        assertThat(config.catalogs().get("lake").properties()).containsEntry("s3.endpoint", "http://y");
        assertThat(config.catalogs().get("lake").masked()).containsExactly("credential");
    }

    @Test
    void takesVariablesBehindFlags() {
        Map<String, String> variables = Map.of("MCP_LAKE_URI", "https://v", "MCP_LAKE_CLIENT_REGION", "eu");
        assertThat(read(variables).catalogs().get("lake").properties())
                .containsEntry("uri", "https://v")
                .containsEntry("client.region", "eu");
        assertThat(read(variables, "--uri", "https://f").catalogs().get("lake").properties())
                .containsEntry("uri", "https://f");
        assertThat(read(variables, "--path", "x").catalogs()).containsOnlyKeys("files");
    }

    @Test
    void takesLimitsOutputAndName() {
        BuffetConfig config =
                read(Map.of(), "--path=x", "--name", "shop", "--query-timeout", "5s", "--output", "structured");
        assertThat(config.catalogs()).containsOnlyKeys("shop");
        assertThat(config.limits().queryTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.output()).isEqualTo(Output.STRUCTURED);
    }

    @Test
    void opensAKindThatRequiresNothing() {
        Kind bare = new Kinds.Fixed("bare", List.of(new Kinds.Known("table", false, false, true)), Map.of());
        Environment environment = new Environment(Map.of("MCP_FILES_PATH", "y"), HERE, HERE);
        List<Kind> kinds = List.of(Kinds.FILES, bare);
        assertThat(StandaloneFlags.read(List.of("--table", "x"), kinds, environment)
                        .catalogs())
                .containsOnlyKeys("bare");
        assertThat(StandaloneFlags.read(List.of("--path", "x"), kinds, environment)
                        .catalogs())
                .containsOnlyKeys("files");
        assertThat(StandaloneFlags.read(List.of(), kinds, environment).catalogs())
                .containsOnlyKeys("files");
    }

    @Test
    void saysWhatIsWrong() {
        refuses("give --path or MCP_FILES_PATH, or --uri or MCP_LAKE_URI");
        refuses("flag '--pth' is unknown: did you mean '--path'?", "--kind", "files", "--pth", "x");
        refuses("--path needs a value", "--path");
        refuses("--path is given twice", "--path", "a", "--path=b");
        refuses("'x.duckdb' is not a flag", "x.duckdb");
        refuses("--path and --uri do not make one catalog; kinds are files, lake", "--path", "a", "--uri", "b");
        refuses("flag '--warehous' is unknown: did you mean '--warehouse'?", "--warehous", "x");
        refuses("catalog 'lake' of kind lake needs uri", "--warehouse", "x");
        refuses("--kind 'lak' is unknown: did you mean 'lake'?", "--kind", "lak");
        refuses("'limits.max-rows' is '0'", "--path", "a", "--max-rows", "0");
        refuses("'output' is 'loud'", "--path", "a", "--output", "loud");
    }
}
