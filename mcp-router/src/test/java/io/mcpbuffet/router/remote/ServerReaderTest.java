package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.router.link.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReaderTest {
    @TempDir
    private Path directory;

    private List<ServerConfig> read(String text) {
        try {
            Path file = Files.writeString(directory.resolve("buffet.yaml"), text);
            Environment environment = new Environment(Map.of("TOKEN", "s3cret-token"), directory, directory);
            BuffetConfig config = ConfigFile.read(file, List.of(), environment);
            return ServerConfig.all(config.mcpServers(), directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesTheFileOfClaudeDesktopAsItIs() {
        List<ServerConfig> servers = read(
                """
                {
                  "mcpServers": {
                    "github": {
                      "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"],
                      "env": {"GITHUB_TOKEN": "${env:TOKEN}", "LEVEL": 3}
                    },
                    "Figma Dev Mode": {"type": "sse", "url": "http://127.0.0.1:3845/sse"},
                    "cline": {"command": "x", "disabled": true, "autoApprove": ["a"], "timeout": 60}
                  }
                }
                """);
        assertThat(servers).extracting(ServerConfig::alias).containsExactly("github", "Figma_Dev_Mode");
        assertThat(servers.get(0).command().orElseThrow().environment())
                .containsEntry("GITHUB_TOKEN", "s3cret-token")
                .containsEntry("LEVEL", "3");
        assertThat(servers.get(1).endpoint().orElseThrow().carrier()).isEqualTo(Endpoint.Carrier.SSE);
        assertThat(servers.toString()).doesNotContain("s3cret-token");
    }

    @Test
    void readsTheKeysOfItsOwn() {
        ServerConfig server =
                read("""
                        mcpServers:
                          a: {command: x, timeout: 5s, max-timeout: 1m, concurrency: 2, on-change: block, allow: [get_*], deny: get_secret}
                        """)
                        .get(0);
        assertThat(server.timing().call()).isEqualTo(Duration.ofSeconds(5));
        assertThat(server.timing().most()).isEqualTo(Duration.ofMinutes(1));
        assertThat(server.load().calls()).isEqualTo(2);
        assertThat(server.blocksChanges()).isTrue();
        assertThat(server.passes("get_it")).isTrue();
        assertThat(server.passes("get_secret")).isFalse();
        assertThat(server.passes("set_it")).isFalse();
    }

    @Test
    void readsWhatAServerMayTakeAndHave() {
        ServerConfig server =
                read("""
                        mcpServers:
                          a:
                            {command: x, cwd: sub, inherit-env: [AWS_PROFILE], start-timeout: 7, idle: 3m, queue: 4, sessions: 5, as: tools}
                        """)
                        .get(0);
        assertThat(server.command().orElseThrow().directory()).contains(directory.resolve("sub"));
        assertThat(server.command().orElseThrow().inherited()).containsExactly("AWS_PROFILE");
        assertThat(server.timing().start()).isEqualTo(Duration.ofSeconds(7));
        assertThat(server.timing().idle()).isEqualTo(Duration.ofMinutes(3));
        assertThat(server.load()).isEqualTo(new ServerConfig.Load(32, 4, 5));
        assertThat(server.role()).isEqualTo(ServerConfig.Role.TOOLS);
        assertThat(server.blocksChanges()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | type: http | STREAMABLE",
                "url | transport: streamable-http | STREAMABLE",
                "url | transportType: sse | SSE",
                "url | description: none | EITHER",
                "serverUrl | trust: true | EITHER",
                "httpUrl | icon: x | EITHER",
            })
    void takesTheWordsOfEachClient(String address, String more, Endpoint.Carrier carrier) {
        ServerConfig server = read("mcpServers:\n  a: {" + address + ": 'https://h/mcp', " + more
                        + ", headers: {Authorization: 'Bearer ${env:TOKEN}'}, includeTools: [a*], excludeTools: [ab],"
                        + " disabledTools: [ac], alwaysAllow: [x]}\n")
                .get(0);
        Endpoint endpoint = server.endpoint().orElseThrow();
        assertThat(endpoint.uri()).hasToString("https://h/mcp");
        assertThat(endpoint.headers()).containsExactly(Map.entry("Authorization", "Bearer s3cret-token"));
        assertThat(endpoint.carrier()).isEqualTo(carrier);
        assertThat(List.of("aa", "ab", "ac", "b")).filteredOn(server::passes).containsExactly("aa");
        assertThat(server.toString()).doesNotContain("s3cret-token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{comand: x}|'mcpServers.a.comand' is unknown",
                "{args: [x]}|'mcpServers.a' has neither command nor url",
                "{command: x, url: 'http://h/'}|'mcpServers.a' has both command and url",
                "{url: 'ftp://h/'}|'mcpServers.a.url' must begin with http:// or https://",
                "{url: 'http://h/', type: carrier-pigeon}|'carrier-pigeon' is no type of server with a url",
                "{command: x, timeout: soon}|'mcpServers.a.timeout' is 'soon', not a duration such as 30s",
                "{command: x, concurrency: 0}|'mcpServers.a.concurrency' is '0', not a number between 1 and 99999",
                "{command: x, on-change: shrug}|'mcpServers.a.on-change' is 'shrug', not one of report, block",
                "x|'mcpServers.a' must hold keys such as command or url",
            })
    void tellsWhatIsWrongWithAnEntry(String entry, String message) {
        assertThatThrownBy(() -> read("mcpServers:\n  a: " + entry + "\n"))
                .isInstanceOf(LakeException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTwoServersWhoseNamesBecomeOne() {
        assertThatThrownBy(() -> read("mcpServers:\n  a b: {command: x}\n  a_b: {command: y}\n"))
                .hasMessage("The servers 'a b' and 'a_b' of mcpServers would both be called 'a_b'");
    }

    @ParameterizedTest
    @CsvSource({
        "github, create_issue, github__create_issue",
        "my server, a/b.c, my_server__a_b_c",
        "x, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeee, x__aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeee",
    })
    void namesThingsByTheirServer(String server, String tool, String name) {
        assertThat(ExposedName.of(ExposedName.alias(server), tool)).isEqualTo(name);
    }

    @Test
    void cutsLongNamesTheSameWayEachTimeAndKeepsThemApart() {
        String one = ExposedName.of("a", "x".repeat(200));
        String other = ExposedName.of("a", "x".repeat(199) + "y");
        assertThat(one).hasSize(ExposedName.LONGEST).isEqualTo("a__" + "x".repeat(34) + "_aa20c23e");
        assertThat(other).hasSize(ExposedName.LONGEST).isNotEqualTo(one);
        assertThat(ExposedName.alias("n".repeat(50))).hasSizeLessThanOrEqualTo(20);
    }
}
