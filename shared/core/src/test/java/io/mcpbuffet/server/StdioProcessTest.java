package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.Canary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StdioProcessTest {
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void kill() throws IOException {
        started.forEach(Process::destroyForcibly);
        Canary.none(Files.readString(log().toPath()));
    }

    private Process start(String... arguments) throws IOException {
        return start(TestServerMain.class, arguments);
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=US-ASCII",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(log()).start();
        started.add(process);
        return process;
    }

    private File log() {
        return directory.resolve("stderr").toFile();
    }

    private static Wire wire(Process process) {
        return new Wire(process.getOutputStream(), process.getInputStream());
    }

    @Test
    void answersAllAndExitsWithZeroAtTheEndOfInput() throws Exception {
        Process process = start();
        Wire wire = wire(process);
        wire.initialize();
        for (int i = 0; i < 300; i++) {
            wire.call(i, "echo", "{\"value\":\"\u00e4\u4e16\ud83e\udd86" + i + "\"}");
        }
        wire.end();
        List<JsonNode> answers = wire.rest();
        assertThat(answers).hasSize(300).allSatisfy(answer -> assertThat(
                        answer.at("/result/structuredContent/value").asText())
                .isEqualTo("\u00e4\u4e16\ud83e\udd86" + answer.path("id").asInt()));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void keepsStrayPrintsAndSecretsOutOfBothStreams() throws Exception {
        Process process = start();
        Wire wire = wire(process);
        wire.initialize();
        wire.call(1, "prints", "{}");
        assertThat(wire.next().at("/result/structuredContent/value").asText()).isEqualTo("printed");
        wire.call(2, "defect", "{}");
        assertThat(wire.next().at("/result/structuredContent/code").asText()).isEqualTo("INTERNAL");
        wire.end();
        assertThat(wire.rest()).isEmpty();
        process.waitFor();
        assertThat(log()).content().contains("stray", "OutOfMemoryError").doesNotContain(TestTools.PASSWORD);
    }

    @Test
    void endsWhenItIsToldEvenWhereNothingCanBeClosed() throws Exception {
        for (String[] arguments : List.of(new String[0], new String[] {"--hang"})) {
            Process process = start(arguments);
            Wire wire = wire(process);
            wire.initialize();
            wire.call(1, "waits", "{}");
            wire.request(2, "ping", "{}");
            wire.next();
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void livesThroughALineOfTwentyMebibytesInASmallHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestServerMain.class.getName())
                .redirectError(log())
                .start();
        started.add(process);
        Wire wire = wire(process);
        wire.initialize();
        byte[] part = new byte[1 << 20];
        java.util.Arrays.fill(part, (byte) 'x');
        for (int i = 0; i < 20; i++) {
            wire.raw(part);
        }
        wire.line("");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32600);
        wire.request(1, "ping", "{}");
        assertThat(wire.next().path("id").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithArguments() throws Exception {
        Process process = start(ServerMain.class, "--log-level", "loud");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(log()).content().contains("'loud' is not a log level");
    }
}
