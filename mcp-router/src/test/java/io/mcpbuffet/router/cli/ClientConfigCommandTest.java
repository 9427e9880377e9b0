package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConfigCommandTest {
    @TempDir
    private Path directory;

    private Path command;
    private CommandLine line;

    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(directory.resolve("it's a place"));
        command = Files.writeString(home.resolve("buffet"), "#!/bin/sh\n");
        assertThat(command.toFile().setExecutable(true)).isTrue();
        line = CommandLine.in(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-desktop", "cursor", "vscode"})
    void printsTheBlockAndNothingElse(String client) {
        CommandLine.Ended ended = line.run("client-config", client);
        JsonNode entry = Json.read(ended.out())
                .path(client.equals("vscode") ? "servers" : "mcpServers")
                .path("buffet");
        assertThat(entry.path("command").asText()).isEqualTo(command.toString());
        assertThat(entry.path("args").toString()).isEqualTo("[\"demo\",\"--serve\"]");
        assertThat(entry.at("/env/JAVA_HOME").asText()).isEqualTo(System.getProperty("java.home"));
        assertThat(ended.err()).startsWith("buffet: Merge it into");
        assertThat(ended.code()).isZero();
    }

    @Test
    void namesTheConfigurationWithItsWholePath() throws IOException {
        Path file = Files.writeString(line.directory().resolve("buffet.yaml"), "catalogs: {}\n");
        JsonNode found =
                Json.read(line.run("client-config", "cursor", "--name", "lake").out());
        assertThat(found.at("/mcpServers/lake/args").toString()).isEqualTo("[\"serve\",\"--config\",\"" + file + "\"]");
        JsonNode other = Json.read(line.run("client-config", "cursor", "--config", "x/../other.yaml")
                .out());
        assertThat(other.at("/mcpServers/buffet/args/2").asText())
                .isEqualTo(line.directory().resolve("other.yaml").toString());
    }

    @Test
    void passesArgumentsOfServeOn() {
        JsonNode block = Json.read(line.run("client-config", "cursor", "--", "duckdb", "--path", "/data/ops.duckdb")
                .out());
        assertThat(block.at("/mcpServers/buffet/args").toString())
                .isEqualTo("[\"serve\",\"duckdb\",\"--path\",\"/data/ops.duckdb\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "inspector"})
    void printsCommandsThatAShellReadsRight(String client) throws Exception {
        String text = line.run("client-config", client).out();
        List<String> words = words(text);
        if (client.equals("inspector")) {
            assertThat(words).endsWith(command.toString(), "demo", "--serve");
            return;
        }
        assertThat(words.subList(0, 4)).containsExactly("claude", "mcp", "add-json", "buffet");
        assertThat(Json.read(words.get(4)).path("command").asText()).isEqualTo(command.toString());
    }

    @Test
    void tellsTheInspectorOfAFileInTheEnvironment() throws Exception {
        Path file = Files.writeString(line.directory().resolve("my lake.yaml"), "catalogs: {}\n");
        List<String> words = words(line.run("client-config", "inspector", "--config", file.toString())
                .out());
        assertThat(words).endsWith("-e", "BUFFET_CONFIG=" + file, command.toString(), "serve");
    }

    private static List<String> words(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command).start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return new ArrayList<>(out.lines().toList());
    }

    @Test
    void namesTheNearestClient() {
        CommandLine.Ended ended = line.run("client-config", "claude-desk");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("Did you mean claude-desktop?");
        assertThat(line.run("client-config").err()).contains("Clients are claude-desktop, claude-code");
    }
}
