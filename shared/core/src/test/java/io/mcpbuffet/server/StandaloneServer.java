package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.observe.Canary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The server of one catalog as a client starts it, over standard input and output, and requests to it, one at a time. */
public final class StandaloneServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader answers;
    private int requests;

    private StandaloneServer(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Started with the class path of the test, in a directory. */
    public static Process process(Path directory, Map<String, String> environment, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.mcpbuffet.server.ServerMain"));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    public static StandaloneServer start(Path directory, String... flags) throws IOException {
        return start(directory, Map.of(), flags);
    }

    public static StandaloneServer start(Path directory, Map<String, String> environment, String... flags)
            throws IOException {
        return initialized(process(directory, environment, flags));
    }

    /** What another command starts. */
    public static StandaloneServer start(ProcessBuilder command) throws IOException {
        return initialized(command.start());
    }

    private static StandaloneServer initialized(Process process) throws IOException {
        StandaloneServer server = new StandaloneServer(process);
        server.request(
                "initialize",
                Map.of(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Map.of(),
                        "clientInfo", Map.of("name", "test", "version", "1")));
        server.send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
        return server;
    }

    /** The structured result of a tool; asked for again where the catalog was late, as one is on a machine that is very busy. */
    public JsonNode call(String tool, Map<String, Object> arguments) throws IOException {
        JsonNode result;
        do {
            result = request("tools/call", Map.of("name", tool, "arguments", arguments))
                    .path("result")
                    .path("structuredContent");
        } while (late(result.path("code")) || late(result.at("/catalogs/0/error")));
        return result;
    }

    private static boolean late(JsonNode code) {
        return code.asText().startsWith("TIMED_OUT");
    }

    private JsonNode request(String method, Map<String, Object> parameters) throws IOException {
        int id = ++requests;
        send(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", parameters));
        while (true) {
            JsonNode answer = JSON.readTree(Canary.none(answers.readLine()));
            if (answer.path("id").asInt() == id) {
                return answer;
            }
        }
    }

    private void send(Map<String, Object> message) throws IOException {
        process.getOutputStream().write((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The exit code after the end of the input. */
    public int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What it has written to standard error, once it has ended. */
    public String log() throws IOException {
        return Canary.none(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
