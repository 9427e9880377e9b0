package io.mcpbuffet.router.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The fixture as an HTTP server in a process of its own. */
final class FixtureProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final String[] faults;

    private FixtureProcess(Process process, int port, String... faults) {
        this.process = process;
        this.port = port;
        this.faults = faults;
    }

    static FixtureProcess start(String... faults) {
        List<String> arguments = new ArrayList<>(List.of("http"));
        arguments.addAll(List.of(faults));
        Map<String, Object> entry = FixtureServer.command(arguments.toArray(String[]::new));
        List<String> command = new ArrayList<>(List.of((String) entry.get("command")));
        ((List<?>) entry.get("args")).forEach(word -> command.add((String) word));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new FixtureProcess(process, Integer.parseInt(out.readLine()), faults);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another process in its place, where it has ended. */
    FixtureProcess again() {
        process.onExit().join();
        String[] more = Arrays.copyOf(faults, faults.length + 1);
        more[faults.length] = "port:" + port;
        return start(more);
    }

    /** An entry of mcpServers. */
    Map<String, Object> entry() {
        return Map.of("url", "http://127.0.0.1:" + port + "/mcp");
    }

    /** The same over HTTP+SSE. */
    Map<String, Object> sseEntry() {
        return Map.of("url", "http://127.0.0.1:" + port + "/sse", "type", "sse");
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
