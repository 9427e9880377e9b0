package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a session with another server belongs, how long it lives, and what its process has. */
class ServerSessionsTest {
    /** What the JVM of the fixture and its parent put there, beside what the system needs. */
    private static final Set<String> USUAL = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "LANG",
            "LANGUAGE",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            "MCP_BUFFET_CHILD",
            "GIVEN");

    @TempDir
    private Path directory;

    private static Map<String, Object> fixture(Map<String, Object> more, String... faults) {
        String[] words = new String[faults.length + 1];
        words[0] = "stdio";
        System.arraycopy(faults, 0, words, 1, faults.length);
        Map<String, Object> entry = new LinkedHashMap<>(FixtureServer.command(words));
        entry.putAll(more);
        return Map.of("fixture", entry);
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    /** A client over HTTP in a session of its own. */
    private record Visitor(HttpClient http, URI uri, String session) {
        static Visitor of(URI uri) throws Exception {
            Visitor stranger = new Visitor(HttpClient.newHttpClient(), uri, "");
            ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
            params.putObject("capabilities");
            params.putObject("clientInfo").put("name", "test").put("version", "1");
            HttpResponse<String> greeted = stranger.post("initialize", params);
            return new Visitor(
                    stranger.http,
                    uri,
                    greeted.headers().firstValue("Mcp-Session-Id").orElseThrow());
        }

        private HttpRequest.Builder request() {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream");
            return session.isEmpty() ? request : request.header("Mcp-Session-Id", session);
        }

        private HttpResponse<String> post(String method, ObjectNode params) throws Exception {
            ObjectNode message =
                    Json.object().put("jsonrpc", "2.0").put("id", 0).put("method", method);
            message.set("params", params);
            return http.send(
                    request()
                            .POST(HttpRequest.BodyPublishers.ofString(Json.write(message)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        String call(String tool) throws Exception {
            String body = Canary.none(post("tools/call", Client.params(tool)).body());
            return text(Json.read(body.substring(body.indexOf("{\"jsonrpc"), body.lastIndexOf('}') + 1))
                    .path("result"));
        }

        void leave() throws Exception {
            http.send(request().DELETE().build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    @Test
    void areOfOneSessionOfAClientEachAndCounted() throws Exception {
        BuffetConfig config = new BuffetConfig(
                Optional.of(directory.resolve("buffet.yaml")),
                Map.of(),
                Limits.DEFAULT,
                Output.BOTH,
                fixture(Map.of()),
                ServiceConfig.DEFAULT);
        try (BuffetServer router = Router.open(config, new Environment(Map.of(), directory, directory));
                HttpServer http = router.serveHttp(
                        HttpConfig.DEFAULT.at(HostPort.parse("127.0.0.1:0").orElseThrow()))) {
            URI uri = URI.create(http.uri() + "/mcp");
            Visitor one = Visitor.of(uri);
            Visitor other = Visitor.of(uri);
            String pid = one.call("fixture__pid");
            assertThat(pid).matches("\\d+").isEqualTo(one.call("fixture__pid"));
            assertThat(other.call("fixture__pid")).matches("\\d+").isNotEqualTo(pid);
            ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            one.leave();
            process.onExit().get(30, TimeUnit.SECONDS);
            assertThat(other.call("fixture__noise")).isEqualTo("done");
            String metrics = other.http()
                    .send(HttpRequest.newBuilder(uri.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(metrics)
                    .contains("buffet_server_events_total{server=\"fixture\",event=\"noise\"} 200")
                    .contains("buffet_server_events_total{server=\"fixture\",event=\"ends\"} 1");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The system may take long to start a process, and others ask at the same time. */
    @Test
    void makeNobodyWaitWhoAsksForOne() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        RemoteSession.Watcher nobody = new RemoteSession.Watcher() {
            @Override
            public void changed(String method) {}

            @Override
            public void count(String what) {}
        };
        CompletableFuture<RemoteSession> session = RemoteSession.open(
                "slow",
                receiver -> {
                    await(started);
                    throw LakeException.unavailable("It did not start", null);
                },
                Duration.ofSeconds(10),
                nobody,
                new ScheduledThreadPoolExecutor(1));
        assertThat(session).isNotDone();
        started.countDown();
        assertThatThrownBy(() -> session.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("It did not start");
    }

    @Test
    void endWithEverythingThatTheirProcessHasStarted() throws Exception {
        ProcessHandle child;
        try (Client client = Client.of(directory, fixture(Map.of()))) {
            child = ProcessHandle.of(Long.parseLong(text(client.call("fixture__child"))))
                    .orElseThrow();
            assertThat(child.isAlive()).isTrue();
        }
        child.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void showTheProcessTheUsualVariablesAndWhatItIsGivenAndNoOther() {
        try (Client client = Client.of(directory, fixture(Map.of("env", Map.of("GIVEN", "value"))))) {
            String seen = text(client.call("fixture__environment"));
            Set<String> names = new TreeSet<>();
            for (String each : seen.substring(1, seen.length() - 1).split(", ", -1)) {
                names.add(each.substring(0, Math.max(0, each.indexOf('='))));
            }
            assertThat(seen).contains("GIVEN=value");
            assertThat(USUAL).containsAll(names);
            assertThat(System.getenv().keySet()).as("has something to hide").anyMatch(name -> !USUAL.contains(name));
        }
    }

    @Test
    void sendNoCallTwice() throws Exception {
        Path log = directory.resolve("log");
        try (Client client = Client.of(directory, fixture(Map.of(), "log:" + log))) {
            client.call("fixture__die");
            client.call("fixture__exit");
            assertThat(client.call("fixture__echo").path("isError").asBoolean()).isFalse();
        }
        assertThat(Files.readAllLines(log)).containsExactly("die", "exit", "echo");
    }

    @Test
    void sendNoCallThatIsOneTooMany() throws Exception {
        Path log = directory.resolve("log");
        ServiceConfig usual = ServiceConfig.DEFAULT;
        ServiceConfig two = new ServiceConfig(
                usual.http(),
                usual.access(),
                usual.audit(),
                Optional.of(new ServiceConfig.Rate(1, 2)),
                usual.concurrency(),
                usual.log(),
                usual.traces(),
                Map.of());
        try (Client client = Client.of(directory, fixture(Map.of(), "log:" + log), two)) {
            client.call("fixture__echo");
            client.call("fixture__pid");
            JsonNode refused = client.call("fixture__exact");
            assertThat(refused.at("/structuredContent/code").asText()).isEqualTo("RATE_LIMITED");
        }
        assertThat(Files.readAllLines(log)).containsExactly("echo", "pid");
    }

    private static JsonNode progress(Client client, int millis) {
        ObjectNode params = Client.params("fixture__progress", "millis", millis);
        params.putObject("_meta").put("progressToken", 1);
        return client.result("tools/call", params);
    }

    @Test
    void giveACallMoreTimeWithEachProgressUpToAMost() {
        Map<String, Object> times = Map.of("timeout", "2s", "max-timeout", "6s");
        try (Client client = Client.of(directory, fixture(times))) {
            assertThat(text(progress(client, 2_500))).isEqualTo("done");
            assertThat(progress(client, 9_000).at("/structuredContent/code").asText())
                    .isEqualTo("TIMED_OUT");
            assertThat(client.call("fixture__echo").path("isError").asBoolean()).isFalse();
        }
    }

    @Test
    void refuseToStartWhereTwoToolsWouldHaveOneName() {
        assertThatThrownBy(() -> Client.of(directory, fixture(Map.of(), "colliding")))
                .isInstanceOf(LakeException.class)
                .hasMessage("Both the tool 'a b' of 'fixture' and the tool 'a/b' of 'fixture' would be called"
                        + " 'fixture__a_b'");
    }
}
