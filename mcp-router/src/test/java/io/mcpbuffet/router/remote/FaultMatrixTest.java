package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each thing that a server can do wrong, over both transports, while another server is called all the time, by way of the same router and
 * of one that has no other. What is printed are the calls of both during each fault; {@code make bench-faults} measures them.
 */
@Timeout(300)
class FaultMatrixTest {
    /** What all that hang here have for their start, their lists and their answers. Who waited for one of them would wait as long. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String LIMIT = DEADLINE.toSeconds() + "s";

    @Nested
    class OverStdio extends Matrix {
        @Override
        Map<String, Object> absent() {
            return Map.of("command", "/no/such/program");
        }

        @Override
        Map<String, Object> exits() {
            return FixtureServer.command("stdio", "exits");
        }

        @Override
        Map<String, Object> server(String name, String... faults) {
            List<String> arguments = new ArrayList<>(List.of("stdio"));
            arguments.addAll(List.of(faults));
            return FixtureServer.command(arguments.toArray(String[]::new));
        }

        /** It is started anew by itself. */
        @Override
        void revive(String name) {}

        @Test
        void saysWhyAProgramHasEnded() {
            assertThat(failure("exits__echo").path("message").asText())
                    .contains("It ended with exit code 3", "no licence found");
        }

        @ParameterizedTest
        @ValueSource(strings = {"exit", "mute"})
        void answersWhatIsPendingWhenAProgramLeaves(String how) {
            assertEndsInTheMiddle(how);
        }
    }

    @Nested
    class OverHttp extends Matrix {
        private final Map<String, FixtureProcess> processes = new LinkedHashMap<>();

        @Override
        Map<String, Object> absent() {
            return Map.of("url", "http://127.0.0.1:1/mcp");
        }

        @Override
        Map<String, Object> exits() {
            return server("exits", "exits-when-asked");
        }

        @Override
        Map<String, Object> server(String name, String... faults) {
            processes.put(name, FixtureProcess.start(faults));
            return processes.get(name).entry();
        }

        @Override
        void revive(String name) {
            processes.put(name, processes.get(name).again());
        }

        @Override
        void stop() {
            processes.values().forEach(FixtureProcess::close);
        }
    }

    /** The faults. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Matrix {
        private Client client;
        private Client alone;
        private Twins twins;

        abstract Map<String, Object> absent();

        abstract Map<String, Object> exits();

        abstract Map<String, Object> server(String name, String... faults);

        /** Starts again what has ended, where the router does not. */
        abstract void revive(String name);

        /** Ends what was started here. */
        void stop() {}

        @BeforeAll
        void open() throws IOException {
            Map<String, Map<String, Object>> servers = new LinkedHashMap<>();
            servers.put("good", server("good"));
            servers.put("absent", absent());
            servers.put("exits", exits());
            servers.put("deaf", with("start-timeout", LIMIT, server("deaf", "hangs-in-initialize")));
            servers.put("listless", with("start-timeout", LIMIT, server("listless", "hangs-in-list")));
            servers.put("endless", server("endless", "endless"));
            servers.put("odd", server("odd", "odd-names"));
            servers.put("noisy", server("noisy", "noisy"));
            servers.put("changing", server("changing", "changing"));
            servers.put("mortal", server("mortal"));
            servers.put("bad", server("bad"));
            servers.put("late", with("timeout", LIMIT, server("late")));
            // All of them have the same resources.
            servers.replaceAll((name, entry) -> name.equals("good") ? entry : with("deny", "note://*", entry));
            client = Client.of(Files.createTempDirectory("router"), new LinkedHashMap<>(servers));
            alone = Client.of(Files.createTempDirectory("router"), Map.of("good", servers.get("good")));
            until("good");
            twins = Twins.calling(alone, client, "good__echo");
        }

        @BeforeEach
        void begin(TestInfo test) {
            String method = test.getTestMethod().orElseThrow().getName();
            twins.during(method + (test.getDisplayName().startsWith("[") ? " " + test.getDisplayName() : ""));
        }

        private static Map<String, Object> with(String key, String value, Map<String, Object> entry) {
            Map<String, Object> more = new LinkedHashMap<>(entry);
            more.put(key, value);
            return more;
        }

        /** Calls to the other server were all answered, and none waited for what hung. */
        @AfterAll
        void close() {
            List<Twins.Compared> compared = twins.stop();
            client.close();
            alone.close();
            stop();
            compared.forEach(each -> System.err.println(getClass().getSimpleName() + ": " + each));
            assertThat(compared).hasSizeGreaterThan(5).allSatisfy(each -> {
                assertThat(each.with().failures()).isEmpty();
                assertThat(each.with().most())
                        .isLessThan(DEADLINE.toMillis() + each.without().most());
            });
        }

        JsonNode failure(String tool) {
            JsonNode result = client.call(tool);
            assertThat(result.path("isError").asBoolean())
                    .as(tool + ": " + result)
                    .isTrue();
            return result.path("structuredContent");
        }

        String code(String tool) {
            return failure(tool).path("code").asText();
        }

        /** Calls the server until it answers. */
        void until(String name) {
            JsonNode result = client.call(name + "__echo");
            while (result.path("isError").asBoolean()) {
                assertThat(result.at("/structuredContent/code").asText()).isIn("UNAVAILABLE", "TIMED_OUT");
                result = client.call(name + "__echo");
            }
        }

        private List<String> tools(String server) {
            List<String> names = new ArrayList<>();
            client.result("tools/list", Json.object())
                    .path("tools")
                    .forEach(tool -> names.add(tool.path("name").asText()));
            names.removeIf(name -> !name.startsWith(server + "__"));
            return names;
        }

        /** Its tools as soon as they are known: the client may have been let in before. */
        private List<String> known(String server) {
            List<String> names = tools(server);
            while (names.isEmpty()) {
                names = tools(server);
            }
            return names;
        }

        @ParameterizedTest
        @ValueSource(strings = {"absent", "exits", "deaf", "listless"})
        void saysThatAServerDoesNotStart(String name) {
            JsonNode problem = failure(name + "__echo");
            assertThat(problem.path("code").asText()).isEqualTo("UNAVAILABLE");
            assertThat(problem.path("message").asText()).startsWith("The server '" + name + "' is unavailable: ");
            assertThat(problem.path("retryable").asBoolean()).isTrue();
            assertThat(tools(name)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"garbage, UNAVAILABLE", "wrong, UNAVAILABLE", "big, LIMIT_EXCEEDED"})
        void answersACallThatIsAnsweredBadly(String tool, String code) {
            assertThat(code("bad__" + tool)).isEqualTo(code);
            until("bad");
        }

        @ParameterizedTest
        @ValueSource(strings = {"noise", "flood"})
        void findsTheAnswerAmongAllElse(String tool) {
            assertThat(client.call("bad__" + tool).at("/content/0/text").asText())
                    .isEqualTo("done");
            until("bad");
        }

        @Test
        void bearsNoiseBeforeTheFirstMessage() {
            until("noisy");
            assertThat(known("noisy")).contains("noisy__echo", "noisy__change");
        }

        @Test
        void answersWhatIsPendingWhenAServerDies() {
            assertEndsInTheMiddle("die");
        }

        void assertEndsInTheMiddle(String how) {
            Client.Sent pending = client.start("mortal__slow", "millis", 60_000);
            assertThat(code("mortal__" + how)).isEqualTo("UNAVAILABLE");
            JsonNode answer = Client.await(pending).path("result");
            assertThat(answer.at("/structuredContent/code").asText()).isEqualTo("UNAVAILABLE");
            revive("mortal");
            until("mortal");
        }

        @Test
        void givesUpACallThatIsNotAnswered() {
            JsonNode result =
                    Client.await(client.start("late__slow", "millis", 60_000)).path("result");
            assertThat(result.at("/structuredContent/code").asText()).isEqualTo("TIMED_OUT");
            until("late");
        }

        @Test
        void readsNoListForEver() {
            assertThat(known("endless"))
                    .hasSize(201)
                    .startsWith("endless__page0")
                    .contains("endless__page199");
        }

        @Test
        void usesNamesThatOccurTwiceOnceAndCutsLongOnes() {
            List<String> names = known("odd");
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains("odd__with_space_and_dots")
                    .doesNotContain("odd__rootless");
            assertThat(names).filteredOn(name -> name.startsWith("odd__xxx")).hasSize(2);
            assertThat(names)
                    .allSatisfy(name ->
                            assertThat(name).hasSizeLessThanOrEqualTo(46).matches("[A-Za-z0-9_-]+"));
            assertThat(client.answer("tools/call", Client.params("odd__with_space_and_dots"))
                            .at("/error/message")
                            .asText())
                    .as("the server's own words")
                    .isEqualTo("no such tool");
        }

        /** It shows another list each time that it is asked. */
        @Test
        void keepsItsListWhateverAServerShowsWhereItDoesNotSayThatItHasChanged() {
            until("changing");
            assertThat(known("changing")).isNotEmpty();
            assertThat(new TreeSet<>(tools("changing"))).isEqualTo(new TreeSet<>(tools("changing")));
        }
    }
}
