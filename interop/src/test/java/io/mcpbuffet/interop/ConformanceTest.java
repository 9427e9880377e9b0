package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.server.ConformanceServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's own conformance suite, with what each of the two current revisions requires of a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    @BeforeAll
    void node() {
        Node.requireNewest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void passesAllThatARevisionRequiresOfAServerWithEverything(String revision) {
        try (ConformanceServer server = new ConformanceServer()) {
            Programs.Ended ended = conformance(server.uri(), revision);
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.out()).contains("tools-call-mixed-content: 2 passed, 0 failed");
        }
    }

    /** The file says for each scenario that fails why it does, and the suite fails where a line of it is not needed. */
    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void passesAllThatDoesNotWantAFixtureOfTheSuite(String revision) {
        try (HttpRouter router = HttpRouter.start("")) {
            Programs.Ended ended = conformance(
                    router.uri(),
                    revision,
                    "--expected-failures",
                    Programs.MODULE
                            .resolve("conformance/router-" + revision + ".yml")
                            .toString());
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.out()).contains("dns-rebinding-protection: 2 passed, 0 failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void saysWhyForEachThatFails(String revision) throws IOException {
        List<String> lines = Files.readAllLines(Programs.MODULE.resolve("conformance/router-" + revision + ".yml"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("  - ")) {
                assertThat(lines.get(i - 1)).as("before " + lines.get(i)).matches("  # .{20,}");
            }
        }
    }

    private static Programs.Ended conformance(URI server, String revision, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "server",
                "--url",
                server + "/mcp",
                "--requirements",
                revision,
                "--output-dir",
                Programs.MODULE.resolve("target/conformance").toString()));
        arguments.addAll(List.of(more));
        Programs.Ended ended = Node.newest("@modelcontextprotocol/conformance/dist/index.js", arguments);
        ended.out()
                .lines()
                .filter(line -> line.startsWith("Total:"))
                .forEach(line -> System.err.println(revision + " at " + server + ": " + line));
        return ended;
    }
}
