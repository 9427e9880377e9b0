package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server over standard input and output that is started, greeted and ended. */
final class StartedServer {
    private static final int IDLE_MILLIS = 300;

    private StartedServer() {}

    /**
     * What was seen of it.
     *
     * @param millis from the start of the process to the answer of initialize
     * @param megabytes resident after tools/list was answered and nothing more was asked for a moment
     * @param tools bytes of the result of tools/list
     */
    record Start(double millis, double megabytes, int tools) {}

    static Start once(List<String> command, Path java) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", java.toString());
        long begin = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            ask(
                    process,
                    0,
                    "initialize",
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}");
            answer(answers);
            double millis = (System.nanoTime() - begin) / 1e6;
            send(process, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            ask(process, 1, "tools/list", "{}");
            int tools = Json.bytes(answer(answers).path("result"));
            Thread.sleep(IDLE_MILLIS);
            return new Start(millis, megabytes(process.pid()), tools);
        } finally {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static JsonNode answer(BufferedReader answers) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("The server ended without an answer");
        }
        return Json.read(line);
    }

    private static void ask(Process process, int id, String method, String params) throws IOException {
        send(
                process,
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    private static void send(Process process, String message) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static double megabytes(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Double.parseDouble(kilobytes.strip()) / 1024;
    }
}
