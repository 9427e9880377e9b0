package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Said;
import io.mcpbuffet.router.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients of one router over HTTP and of several over standard input and output, all with the same ids, over catalogs in the process
 * and servers beside it. The whole size: {@code -Dmany.sessions=64 -Dmany.pipes=8 -Dmany.calls=500}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ManyClientsTest {
    private static final int SESSIONS = Integer.getInteger("many.sessions", 8);
    private static final int PIPES = Integer.getInteger("many.pipes", 1);
    private static final int CALLS = Integer.getInteger("many.calls", 25);
    private static final String LISTENING = "Listening on ";

    private final List<Process> started = new ArrayList<>();
    private FixtureProcess web;
    private Path config;

    @BeforeAll
    void configure(@TempDir Path directory) throws IOException {
        web = FixtureProcess.start();
        Samples.orders(directory.resolve("lake"));
        Samples.customers(directory.resolve("crm.duckdb"));
        config = directory.resolve("buffet.yaml");
        ObjectNode root = Json.object();
        ObjectNode catalogs = root.putObject("catalogs");
        catalogs.putObject("sales").put("kind", "iceberg").put("warehouse", directory + "/lake");
        catalogs.putObject("crm").put("kind", "duckdb").put("path", directory + "/crm.duckdb");
        ObjectNode servers = root.putObject("mcpServers");
        servers.putPOJO("child", allowing(FixtureServer.command("stdio")));
        servers.putPOJO("web", allowing(web.entry()));
        Files.writeString(config, Json.write(root));
    }

    /** No more than what is called, as the two have the same resources. */
    private static Map<String, Object> allowing(Map<String, Object> entry) {
        Map<String, Object> allowing = new LinkedHashMap<>(entry);
        allowing.put("allow", List.of("echo", "slow"));
        return allowing;
    }

    @AfterAll
    void stop() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        web.close();
    }

    @Test
    void getAllTheirOwnAnswersOnce() throws Exception {
        URI http = listening(start("--http", "127.0.0.1:0"));
        MarkedClient.Tally tally = new MarkedClient.Tally();
        List<MarkedClient> clients = new ArrayList<>();
        for (int i = 0; i < PIPES; i++) {
            Process pipe = start();
            Said.passOn(pipe.errorReader(StandardCharsets.UTF_8));
            clients.add(new MarkedPipe(i, pipe));
        }
        IntStream.range(PIPES, PIPES + SESSIONS).forEach(i -> clients.add(new MarkedSession(i, http)));
        long begin = System.nanoTime();
        List<Thread> threads = clients.stream()
                .map(client -> new Thread(() -> client.run(CALLS, tally)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.err.printf(
                "%d sessions and %d pipes x %d calls in %d s: %d right, %d failed as they had to, %d cancelled, %d wrong%n",
                SESSIONS,
                PIPES,
                CALLS,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                tally.right.get(),
                tally.failed.get(),
                tally.cancelled.get(),
                tally.wrong.size());
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.right.get() + tally.failed.get() + tally.cancelled.get())
                .isEqualTo((long) CALLS * clients.size());
        assertThat(tally.cancelled.get()).isPositive();
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.mcpbuffet.router.cli.BuffetMain",
                "serve",
                "--config",
                config.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("XDG_CACHE_HOME", config.resolveSibling("cache").toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static URI listening(Process process) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                Said.passOn(lines);
                return URI.create(line.substring(LISTENING.length()));
            }
            System.err.println(line);
        }
        throw new AssertionError("The router ended before it listened");
    }
}
