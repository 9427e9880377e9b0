package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that go in the middle of a call, again and again: {@code -Dkills=100} times each way. What is printed are milliseconds from the
 * death of a process to the answer of a call that it had, and from there to the answer of the next one.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 2);

    /** What the stopped server has for an answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private Path called;
    private final Map<Way, List<Double>> pending = new EnumMap<>(Way.class);
    private final Map<Way, List<Double>> next = new EnumMap<>(Way.class);

    /** How a server goes. */
    private enum Way {
        KILL,
        STOP,
        EXIT,
        MUTE
    }

    @Test
    void leavesNothingBehindAndDisturbsNobody(@TempDir Path directory) throws Exception {
        int before = pipes();
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        called = directory.resolve("called");
        Client client = Client.of(directory, servers());
        client.call("good__echo");
        client.call("bad__echo");
        Bystander bystander = Bystander.calling(client, "good__echo");
        List<ProcessHandle> seen = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            for (Way way : Way.values()) {
                seen.add(go(client, way));
            }
        }
        ProcessHandle.current().children().forEach(seen::add);
        Bystander.Figures figures = bystander.stop();
        client.close();
        print(figures);
        assertThat(figures.failures()).isEmpty();
        assertThat(Stream.concat(pending.values().stream(), next.values().stream())
                        .flatMap(List::stream))
                .allSatisfy(millis -> assertThat(millis).isLessThan(20_000));
        assertNothingIsLeft(seen, others);
        assertThat(pipes()).isLessThanOrEqualTo(before);
    }

    private Map<String, Object> servers() {
        Map<String, Object> servers = new LinkedHashMap<>();
        servers.put("good", FixtureServer.command("stdio"));
        servers.put("bad", entry(Map.of("deny", "note://*")));
        servers.put("slow", entry(Map.of("deny", "note://*", "timeout", TIMEOUT.toSeconds() + "s")));
        return servers;
    }

    private Map<String, Object> entry(Map<String, Object> more) {
        Map<String, Object> entry = new LinkedHashMap<>(FixtureServer.command("stdio", "log:" + called));
        entry.putAll(more);
        return entry;
    }

    private ProcessHandle go(Client client, Way way) throws IOException {
        String server = way == Way.STOP ? "slow" : "bad";
        ProcessHandle process = ProcessHandle.of(Long.parseLong(
                        client.call(server + "__pid").at("/content/0/text").asText()))
                .orElseThrow();
        long before = slowCalls();
        Client.Sent call = client.start(server + "__slow", "millis", 60_000);
        while (slowCalls() == before) {
            // What reaches the next process in place of this one would not be answered for a minute.
            Thread.onSpinWait();
        }
        long death = end(client, process, way);
        JsonNode answer = Client.await(call).path("result");
        long answered = System.nanoTime();
        assertThat(answer.at("/structuredContent/code").asText())
                .isEqualTo(way == Way.STOP ? "TIMED_OUT" : "UNAVAILABLE");
        assertThat(client.call(server + "__echo").path("isError").asBoolean())
                .as("the call after " + way)
                .isFalse();
        add(pending, way, answered - death);
        add(next, way, System.nanoTime() - answered);
        return process;
    }

    /** Those that have begun. */
    private long slowCalls() throws IOException {
        return Files.readAllLines(called).stream().filter("slow"::equals).count();
    }

    /** When it was dead; for one that is stopped, when its time for the call was over. */
    private static long end(Client client, ProcessHandle process, Way way) throws IOException {
        switch (way) {
            case KILL -> process.destroyForcibly();
            case STOP -> {
                long start = System.nanoTime();
                new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start();
                return start + TIMEOUT.toNanos();
            }
            case EXIT -> client.start("bad__exit");
            case MUTE -> {
                client.start("bad__mute");
                return System.nanoTime();
            }
        }
        process.onExit().join();
        return System.nanoTime();
    }

    private static void add(Map<Way, List<Double>> figures, Way way, long nanos) {
        figures.computeIfAbsent(way, w -> new ArrayList<>()).add(nanos / 1e6);
    }

    private void print(Bystander.Figures figures) {
        for (Way way : Way.values()) {
            System.err.printf(
                    "kill %-4s x %d: pending answered %s, next call %s%n",
                    way, KILLS, shown(pending.get(way)), shown(next.get(way)));
        }
        System.err.println("meanwhile: " + figures);
    }

    private static String shown(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return "p50 %.0f ms, at most %.0f ms".formatted(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    private static void assertNothingIsLeft(List<ProcessHandle> seen, Set<Thread> others) throws Exception {
        for (ProcessHandle process : seen) {
            // Whether it lives is known of the process itself; its number may be another one's by now.
            if (process.isAlive()) {
                process.onExit().get(30, TimeUnit.SECONDS);
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("mcp-") && !others.contains(thread)) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    /** Descriptors of this process that lead to another. */
    private static int pipes() throws IOException {
        int pipes = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                pipes += isPipe(descriptor) ? 1 : 0;
            }
        }
        return pipes;
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }
}
