package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The ways to the echo: straight, through the router, and through what others have made. Files go into the directory. */
record EchoWays(Path directory) {
    static final String PROXY = "mcp-proxy@6.7.19";
    static final String HUB = "mcp-hub@4.2.1";

    private static final String ROUTED = "echo__" + EchoServer.TOOL;

    /** With the options of the command, which leaves the better compiler to servers over HTTP. */
    private static List<String> java(String main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        if (!List.of(arguments).contains("--http")) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> echo(String way) {
        return java(EchoServer.class.getName(), way);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Map<String, Object> entry(List<String> command) {
        return Map.of("command", command.get(0), "args", command.subList(1, command.size()));
    }

    private Path config(Map<String, Object> entry) throws IOException {
        return configOf(Map.of("echo", entry));
    }

    private Path configOf(Map<String, Map<String, Object>> servers) throws IOException {
        ObjectNode root = Json.object();
        root.set("mcpServers", Json.MAPPER.valueToTree(servers));
        return Files.writeString(directory.resolve("buffet.yaml"), Json.write(root));
    }

    EchoCalls direct() throws Exception {
        Process process = start(echo("stdio"));
        return new LineCalls(EchoServer.TOOL, process.getInputStream(), process.getOutputStream(), () -> end(process));
    }

    EchoCalls routed() throws Exception {
        return routed(config(entry(echo("stdio"))));
    }

    private EchoCalls routed(Path config) throws Exception {
        Process process = start(java("io.mcpbuffet.router.cli.BuffetMain", "serve", "--config", config.toString()));
        return new LineCalls(ROUTED, process.getInputStream(), process.getOutputStream(), () -> end(process));
    }

    /** Beside a server {@code bad} that does wrong what the words say. */
    EchoCalls beside(List<String> faults) throws Exception {
        Map<String, Object> other =
                faults.contains("absent") ? Map.of("command", "/no/such/program") : entry(fixture("stdio", faults));
        return routed(configOf(Map.of("echo", entry(echo("stdio")), "bad", wrong(other))));
    }

    /** The same where both are asked over HTTP; the other is started again when it ends. */
    EchoCalls besideHttp(List<String> faults) throws Exception {
        Process echo = start(echo("http"));
        int port = free();
        List<String> words = new ArrayList<>(List.of("port:" + port));
        faults.forEach(word -> words.add(word.equals("exits") ? "exits-when-asked" : word));
        List<String> again = new ArrayList<>(List.of("sh", "-c", "while :; do \"$@\"; done", "sh"));
        again.addAll(fixture("http", words));
        Process other = start(faults.contains("absent") ? List.of("sleep", "600") : again);
        if (!faults.contains("absent")) {
            awaitListening(other, port);
        }
        Served served = serve(configOf(Map.of(
                "echo",
                Map.of("url", mcp(port(echo)).toString()),
                "bad",
                wrong(Map.of("url", mcp(port).toString())))));
        return new HttpCalls(ROUTED, served.uri(), () -> {
            end(served.process());
            end(echo);
            end(other);
        });
    }

    private static List<String> fixture(String way, List<String> faults) {
        List<String> words = new ArrayList<>(List.of(way));
        words.addAll(faults);
        return java("io.mcpbuffet.router.remote.FixtureServer", words.toArray(String[]::new));
    }

    private static Map<String, Object> wrong(Map<String, Object> entry) {
        Map<String, Object> wrong = new TreeMap<>(Map.of("timeout", "3s", "start-timeout", "2s"));
        wrong.putAll(entry);
        return wrong;
    }

    /** The router in this process. */
    EchoCalls inProcess() throws Exception {
        BuffetServer router = Router.open(
                new BuffetConfig(
                        Optional.of(directory.resolve("buffet.yaml")),
                        Map.of(),
                        Limits.DEFAULT,
                        Output.BOTH,
                        Map.of("echo", entry(echo("stdio"))),
                        ServiceConfig.DEFAULT),
                Environment.system());
        PipedInputStream requests = new PipedInputStream(1 << 20);
        PipedOutputStream out = new PipedOutputStream(requests);
        PipedInputStream answers = new PipedInputStream(1 << 20);
        PipedOutputStream back = new PipedOutputStream(answers);
        Thread serving = new Thread(() -> router.serveStdio(requests, back), "router");
        serving.setDaemon(true);
        serving.start();
        return new LineCalls(ROUTED, answers, out, router::close);
    }

    EchoCalls directHttp() throws Exception {
        Process echo = start(echo("http"));
        return new HttpCalls(EchoServer.TOOL, mcp(port(echo)), () -> end(echo));
    }

    private static int port(Process echo) throws IOException {
        BufferedReader said = echo.inputReader(StandardCharsets.UTF_8);
        return Integer.parseInt(said.readLine());
    }

    private static URI mcp(int port) {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    EchoCalls routedHttp() throws Exception {
        Process echo = start(echo("http"));
        Served served = serve(Map.of("url", mcp(port(echo)).toString()));
        return new HttpCalls(ROUTED, served.uri(), () -> {
            end(served.process());
            end(echo);
        });
    }

    EchoCalls routedOverHttp() throws Exception {
        Served served = serve(entry(echo("stdio")));
        return new HttpCalls(ROUTED, served.uri(), () -> end(served.process()));
    }

    EchoCalls routedOverSse() throws Exception {
        Served served = serve(entry(echo("stdio")));
        return new SseCalls(ROUTED, served.uri().resolve("/sse"), () -> end(served.process()));
    }

    private record Served(Process process, URI uri) {}

    private Served serve(Map<String, Object> entry) throws Exception {
        return serve(config(entry));
    }

    private Served serve(Path config) throws Exception {
        int port = free();
        Process process = start(java(
                "io.mcpbuffet.router.cli.BuffetMain",
                "serve",
                "--config",
                config.toString(),
                "--http",
                "127.0.0.1:" + port));
        awaitListening(process, port);
        return new Served(process, mcp(port));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Until it takes connections, a minute at most. */
    private static void awaitListening(Process process, int port) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < end && process.isAlive()) {
            try (HttpCalls.Wire wire = HttpCalls.Wire.to(mcp(port))) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException("Nothing listens at port " + port);
    }

    EchoCalls proxy() throws Exception {
        int port = free();
        List<String> command = new ArrayList<>(List.of(
                "npx", "-y", PROXY, "--host", "127.0.0.1", "--port", String.valueOf(port), "--server", "stream", "--"));
        command.addAll(echo("stdio"));
        Process process = start(command);
        awaitListening(process, port);
        return new HttpCalls(EchoServer.TOOL, mcp(port), () -> end(process));
    }

    EchoCalls hub() throws Exception {
        int port = free();
        Process process = start(List.of(
                "npx",
                "-y",
                HUB,
                "--port",
                String.valueOf(port),
                "--config",
                config(entry(echo("stdio"))).toString()));
        awaitListening(process, port);
        return ready(() -> new SseCalls(ROUTED, mcp(port), () -> end(process)));
    }

    private interface Opening {
        EchoCalls open() throws Exception;
    }

    /** It listens before it has its servers. */
    private static EchoCalls ready(Opening opening) throws Exception {
        Exception last = new IOException("It was not tried");
        for (int i = 0; i < 30; i++) {
            TimeUnit.SECONDS.sleep(1);
            try {
                EchoCalls calls = opening.open();
                calls.call(0);
                return calls;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
