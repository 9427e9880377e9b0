package io.mcpbuffet.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Said;
import io.mcpbuffet.router.remote.Remotes;
import io.mcpbuffet.server.BuffetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of one catalog, such as mcp-duckdb, or a router, in a process of its own. */
final class OurServer implements AutoCloseable {
    private static final String ONE = "io.mcpbuffet.server.ServerMain";
    private static final String ROUTER = "io.mcpbuffet.router.cli.BuffetMain";
    private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+)");

    private final ObjectNode entry;
    private final List<Process> processes;

    private OurServer(ObjectNode entry, List<Process> processes) {
        this.entry = entry;
        this.processes = processes;
    }

    private static List<String> command(String main, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(flags));
        return command;
    }

    /** Is started by whoever reads the configuration. */
    static OurServer overStdio(String... flags) {
        return started(command(ONE, flags));
    }

    /** The same with all catalogs of a configuration. */
    static OurServer routerOverStdio(Path config) {
        return started(command(ROUTER, "serve", "--config", config.toString()));
    }

    private static OurServer started(List<String> command) {
        ObjectNode entry = Json.object().put("command", command.get(0));
        command.subList(1, command.size()).forEach(entry.putArray("args")::add);
        return new OurServer(entry, List.of());
    }

    /** Is started now, and listens. */
    static OurServer overHttp(String... flags) throws IOException {
        List<String> command = command(ONE, flags);
        command.addAll(List.of("--http", "127.0.0.1:0"));
        Process process = new ProcessBuilder(command).start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Said.passOn(said);
                return new OurServer(Json.object().put("url", listening.group(1)), List.of(process));
            }
        }
        throw new IllegalStateException("The server did not start: " + String.join(" ", flags));
    }

    /** An entry of mcpServers. */
    ObjectNode entry() {
        return entry;
    }

    /** A router over these servers, and over the catalogs of a configuration. */
    static BuffetServer router(Path directory, String catalogs, Map<String, OurServer> servers) throws IOException {
        ObjectNode entries = Json.object();
        servers.forEach((name, server) -> entries.set(name, server.entry()));
        Path file = Files.writeString(
                directory.resolve("buffet.yaml"), catalogs + "\nmcpServers: " + Json.write(entries) + "\n");
        Environment environment = new Environment(Map.of(), directory, directory);
        BuffetConfig config = ConfigFile.read(file, BuffetServer.providers(), environment);
        try (Remotes remotes = Router.remotes(config, environment)) {
            // On a slow machine the first start takes longer than a router waits for it.
            remotes.agree(List.of());
        }
        return Router.open(config, environment);
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
