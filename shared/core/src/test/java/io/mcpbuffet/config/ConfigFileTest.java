package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    private final Map<String, String> variables = new LinkedHashMap<>();

    private Environment environment() {
        return new Environment(variables, directory.resolve("work"), directory.resolve("home"));
    }

    private BuffetConfig read(String yaml) {
        return ConfigFile.read(write("conf/buffet.yaml", yaml), Kinds.ALL, environment());
    }

    private Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuses(String yaml, String... parts) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOfSatisfying(LakeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(e.getMessage()).contains(parts);
        });
    }

    @Test
    void readsEveryKey() {
        variables.put("LAKE_CREDENTIAL", "id:secret");
        write("conf/token.txt", "hush-hush-hush-hush\n");
        BuffetConfig config = read(
                """
                catalogs:
                  lake: {kind: lake, uri: "https://lake.example", warehouse: s3://lake/w, credential: "${env:LAKE_CREDENTIAL}", client: {region: eu-west-1}, s3.path-style-access: true, default-namespace: sales}
                  files:
                    kind: files
                    path: data/analytics.duckdb
                    include: [a.*, b]
                mcpServers:
                  github: {command: npx, args: [-y, some-server, 3], env: {TOKEN: "${file:token.txt}"}, on: true}
                limits: {query-memory: 3GB, query-timeout: 90s, max-rows: 500, max-result: 128KB, spool: 32MB, cache: 5 GB}
                http: {bind: 127.0.0.1:8765, token: "${file:token.txt}"}
                output: text
                """);
        assertThat(config.file()).contains(directory.resolve("conf/buffet.yaml"));
        assertThat(config.catalogs()).containsOnlyKeys("lake", "files");
        assertThat(config.catalogs().get("lake").properties())
                .containsExactly(
                        Map.entry("uri", "https://lake.example"),
                        Map.entry("warehouse", "s3://lake/w"),
                        Map.entry("credential", "id:secret"),
                        Map.entry("client.region", "eu-west-1"),
                        Map.entry("s3.path-style-access", "true"),
                        Map.entry("default-namespace", "sales"));
        assertThat(config.catalogs().get("files").properties())
                .containsEntry(
                        "path", directory.resolve("conf/data/analytics.duckdb").toString())
                .containsEntry("include", "a.*,b")
                .containsEntry("default-namespace", "main");
        assertThat(config.limits())
                .isEqualTo(new Limits(3L << 30, Duration.ofSeconds(90), 500, 128 << 10, 32L << 20, 5L << 30));
        assertThat(config.mcpServers())
                .isEqualTo(Map.of(
                        "github",
                        Map.of(
                                "command",
                                "npx",
                                "args",
                                List.of("-y", "some-server", 3L),
                                "env",
                                Map.of("TOKEN", new Secret("hush-hush-hush-hush")),
                                "on",
                                true)));
        assertThat(config.service().http().bind()).isEqualTo(new HostPort("127.0.0.1", 8765));
        assertThat(config.service().http().tokens())
                .containsExactly(new HttpConfig.Token("token", new Secret("hush-hush-hush-hush"), List.of()));
        assertThat(config.output()).isEqualTo(Output.TEXT);
    }

    @Test
    void readsHowTheServerIsOperated() {
        ServiceConfig service =
                read("""
                        concurrency: {calls: 4, queue: 8, wait: 2s}
                        log: {level: info, format: json}
                        traces: {endpoint: http://127.0.0.1:4318/v1/traces, authorization: Bearer x, sample-percent: 25}
                        """)
                        .service();
        assertThat(service.concurrency()).isEqualTo(new ServiceConfig.Concurrency(4, 8, Duration.ofSeconds(2)));
        assertThat(service.log()).isEqualTo(new ServiceConfig.Log(Optional.of("info"), Optional.of("json")));
        ServiceConfig.Traces traces = service.traces().orElseThrow();
        assertThat(traces.endpoint()).hasToString("http://127.0.0.1:4318/v1/traces");
        assertThat(traces.authorization().orElseThrow().reveal()).isEqualTo("Bearer x");
        assertThat(traces.sample()).isEqualTo(0.25);
    }

    @Test
    void takesDefaultsForAnEmptyFile() {
        BuffetConfig config = read("# nothing yet\n");
        assertThat(config.catalogs()).isEmpty();
        assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(config.output()).isEqualTo(Output.BOTH);
    }

    @Test
    void findsTheFileInTheOrderThatTheDocumentationNames() {
        Path home = write("home/.config/mcp-buffet/buffet.yaml", "");
        assertThat(ConfigFile.find(Optional.empty(), environment())).contains(home);
        Path here = write("work/buffet.yaml", "");
        assertThat(ConfigFile.find(Optional.empty(), environment())).contains(here);
        variables.put("BUFFET_CONFIG", "~/other.yaml");
        assertThat(ConfigFile.find(Optional.empty(), environment())).contains(directory.resolve("home/other.yaml"));
        assertThat(ConfigFile.find(Optional.of("x.yaml"), environment())).contains(directory.resolve("work/x.yaml"));
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(ConfigFile.find(Optional.empty(), environment())).isEmpty();
    }

    @Test
    void saysThatANamedFileDoesNotExist() {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none.yaml"), Kinds.ALL, environment()))
                .hasMessageContaining("none.yaml does not exist");
    }

    @Test
    void tellsAllMistakesTogetherWithTheirLines() {
        refuses(
                """
                catalogs:
                  Lake:
                    kind: lake
                    urri: https://x
                  snow:
                    kind: flake
                limit: {}
                limits:
                  max-rows: many
                  query-memry: 1GB
                output: loud
                """,
                "has 8 mistakes",
                "line 7: key 'limit' is unknown: did you mean 'limits'?",
                "line 3: catalog name 'Lake'",
                "line 4: key 'Lake' of kind lake: 'urri' is unknown: did you mean 'uri'?",
                "catalog 'Lake' of kind lake needs uri",
                "line 6: catalog 'snow' has the unknown kind 'flake'; known are files, lake",
                "line 9: 'limits.max-rows' is 'many', not a number between 1 and 10000, such as 10000",
                "line 10: key limits: 'query-memry' is unknown: did you mean 'query-memory'?",
                "line 11: 'output' is 'loud', not both, text or structured");
    }

    @Test
    void namesTheKeyWhoseVariableOrFileIsMissing() {
        refuses(
                "catalogs:\n  l: {kind: lake, uri: x, credential: '${env:NOT_SET}'}\n",
                "line 2: 'l.credential' needs the environment variable NOT_SET, which is not set");
        refuses(
                "catalogs:\n  l: {kind: lake, uri: x, credential: '${file:none.txt}'}\n",
                "line 2: 'l.credential' needs the file none.txt, which cannot be read");
        refuses("catalogs:\n  l: {kind: lake, uri: '${evn:X}'}\n", "'l.uri' has ${evn:X}; known are ${env:NAME}");
    }

    @Test
    void fillsPlacesInsideOfATextOnceOnly() {
        variables.put("HOST", "h${env:OTHER}");
        BuffetConfig config = read("catalogs:\n  l: {kind: lake, uri: 'https://${env:HOST}/$${x}'}\n");
        assertThat(config.catalogs().get("l").properties()).containsEntry("uri", "https://h${env:OTHER}/${x}");
    }

    @Test
    void leavesTheSyntaxOfOtherProgramsInServersAlone() {
        BuffetConfig config = read("mcpServers:\n  a: {command: '${workspaceFolder}/run'}\n");
        assertThat(config.mcpServers()).isEqualTo(Map.of("a", Map.of("command", "${workspaceFolder}/run")));
    }

    @Test
    void takesAbsoluteHomeAndUriPathsAsTheyAre() {
        BuffetConfig config = read(
                """
                catalogs:
                  a: {kind: files, path: /data/x.duckdb}
                  b: {kind: files, path: ~/x.duckdb}
                  c: {kind: files, path: "file:/data/x"}
                """);
        assertThat(config.catalogs().values())
                .extracting(c -> c.properties().get("path"))
                .containsExactly(
                        "/data/x.duckdb", directory.resolve("home/x.duckdb").toString(), "file:/data/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\n b: 2' | 'line 2: this is not YAML'",
                "'output: text\noutput: both' | 'line 2: key ''output'' is given twice'",
                "'- a' | 'the file must hold keys'",
                "'catalogs: [a]' | '''catalogs'' must hold keys'",
                "'catalogs: {a: 1}' | 'must hold keys such as'",
                "'catalogs: {a: {path: x}}' | 'needs a kind: files, lake'",
                "'catalogs: {a: {kind: files}}' | 'needs path'",
                "'catalogs: {a: {kind: files, path: }}' | '''a.path'' has no value'",
                "'a: !!javax.script.ScriptEngineManager [x]' | 'Global tag is not allowed'",
                "'limits: {query-timeout: 2h}' | 'a duration between 1s and 600s'",
                "'http: {bnd: x}' | 'did you mean ''bind''?'",
                "'log: {format: xml}' | 'is ''xml'', not one of text, json'",
                "'traces: {endpoint: nowhere}' | 'not a URL'",
                "'concurrency: {calls: 0}' | 'not a number between 1'",
            })
    void saysWhatIsWrong(String yaml, String message) {
        refuses(yaml, message);
    }

    @Test
    void refusesTextsMadeToExhaustMemory() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a" + i + ": &a" + i + " [");
            laughs.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }
        refuses(laughs.toString(), "this is not YAML");
        refuses("a: &a [*a]", "nested too deeply");
        refuses("a: " + "[".repeat(1000), "this is not YAML");
        refuses("a: " + "x".repeat(1 << 20), "over 1 MB");
    }

    @Test
    void printsEverythingButSecrets() {
        variables.put("LAKE_CREDENTIAL", "canary1");
        BuffetConfig config = read(
                """
                catalogs:
                  lake:
                    kind: lake
                    uri: https://user:canary2@lake.example/api?token=canary3
                    credential: ${env:LAKE_CREDENTIAL}
                    s3.secret-access-key: canary4
                    s3.endpoint: http://127.0.0.1:9000
                mcpServers:
                  github: {command: npx, args: [--api-token=canary5], env: {ANY: canary6}, headers: {Authorization: Bearer canary7}}
                http: {bind: 127.0.0.1:8765, token: canary8-canary8-canary8}
                """);
        assertThat(config.masked())
                .isEqualTo(
                        """
                        # %s
                        catalogs:
                          lake:
                            kind: lake
                            uri: "https://***@lake.example/api?token=***"
                            credential: ***
                            s3.secret-access-key: ***
                            s3.endpoint: http://127.0.0.1:9000
                        mcpServers:
                          github:
                            command: npx
                            args:
                              - "--api-token=***"
                            env:
                              ANY: ***
                            headers:
                              Authorization: ***
                        limits:
                          query-memory: 2GB
                          query-timeout: 60s
                          max-rows: 10000
                          max-result: 64KB
                          spool: 64MB
                          cache: 20GB
                          leaf-rows: 1000000
                          leaf-size: 512MB
                          search: 256MB
                        http:
                          bind: 127.0.0.1:8765
                          token: ***
                        output: both
                        """
                                .formatted(config.file().orElseThrow()));
        assertThat(io.mcpbuffet.observe.Redaction.of(config).mask("a canary8-canary8-canary8 b"))
                .isEqualTo("a *** b");
        assertThat(config.toString()).doesNotContain("canary1", "canary2", "canary4", "canary8");
    }
}
