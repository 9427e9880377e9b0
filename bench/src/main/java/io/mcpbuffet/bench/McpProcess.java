package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server in a process of its own, as a client over standard input and output sees it. For one thread. */
final class McpProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;
    private int last;

    private McpProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.getOutputStream();
    }

    /** Serves an Iceberg warehouse as the catalog {@code lake}, with the class path of this program and the options of the command. */
    static McpProcess serve(Path warehouse) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of("io.mcpbuffet.server.ServerMain", "--kind", "iceberg", "--name", "lake"));
        command.addAll(List.of("--warehouse", warehouse.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        McpProcess server = new McpProcess(process);
        ObjectNode hello = Json.object().put("protocolVersion", "2025-11-25");
        hello.putObject("capabilities");
        hello.putObject("clientInfo").put("name", "bench").put("version", "1");
        server.request("initialize", hello);
        server.send(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
        return server;
    }

    /** What a query answers, as structured content. Throws where it is an error. */
    JsonNode query(String sql) throws IOException {
        return call("query", Json.object().put("sql", sql).put("timeout_seconds", 600));
    }

    JsonNode call(String tool, ObjectNode arguments) throws IOException {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", arguments);
        JsonNode result = request("tools/call", params);
        if (result.path("isError").asBoolean(false)) {
            throw new IllegalStateException(
                    tool + " failed: " + result.path("structuredContent") + " for " + arguments);
        }
        return result.path("structuredContent");
    }

    private JsonNode request(String method, ObjectNode params) throws IOException {
        ObjectNode message =
                Json.object().put("jsonrpc", "2.0").put("id", ++last).put("method", method);
        message.set("params", params);
        send(message);
        while (true) {
            String line = answers.readLine();
            if (line == null) {
                throw new EOFException("The server ended");
            }
            JsonNode answer = Json.read(line);
            if (answer.path("id").asInt(-1) == last) {
                return answer.path("result");
            }
        }
    }

    private void send(JsonNode message) throws IOException {
        requests.write((Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
        requests.flush();
    }

    /** The most memory that the server, and each engine worker below it, has had resident so far, in MB. */
    List<Long> peaks() throws IOException {
        return status("VmHWM:");
    }

    /** What the server has resident now, in MB. */
    long resident() throws IOException {
        return status("VmRSS:").get(0);
    }

    /** Kilobytes of the server's heap that are in use after a collection. */
    long heap() throws IOException, InterruptedException {
        return JavaHeap.kilobytes(process.pid());
    }

    private List<Long> status(String name) throws IOException {
        List<Long> figures = new ArrayList<>();
        for (ProcessHandle handle : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList()) {
            Path status = Path.of("/proc", String.valueOf(handle.pid()), "status");
            if (Files.isReadable(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith(name)) {
                        figures.add(Long.parseLong(line.replaceAll("\\D", "")) / 1024);
                    }
                }
            }
        }
        return figures;
    }

    /** Nanoseconds of the processors that the server and the engine workers below it have taken. */
    long processors() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle ->
                        handle.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
