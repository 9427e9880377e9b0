package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agents of {@code examples/} with their scripted models over the demo lakehouse, held against the transcripts in the documentation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private static final Path EXAMPLES = Programs.ROOT.resolve("examples");
    private static final Path PAGE = Programs.ROOT.resolve("docs/agents.md");
    private static final Pattern SNAPSHOT = Pattern.compile("\\b\\d{16,19}\\b");

    @BeforeAll
    void packages() throws IOException {
        Node.requireNewest();
        Path link = EXAMPLES.resolve("node_modules");
        if (!Files.exists(link)) {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("..", "interop", "node_modules"));
        }
        readIndex();
    }

    /** What search has read is kept, so that agents find every table, however busy the machine is. */
    private static void readIndex() throws IOException {
        Process server = new ProcessBuilder(Programs.demo())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Wire wire = new Wire(server.getOutputStream(), server.getInputStream())) {
            wire.initialize();
            JsonNode found = search(wire);
            while (!found.path("not_searched").isEmpty()) {
                found = search(wire);
            }
            wire.end();
            assertThat(wire.rest()).noneMatch(message -> message.has("id"));
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private static JsonNode search(Wire wire) {
        wire.call("search", "search_tables", "{\"text\":\"tickets and orders of customers\"}");
        JsonNode answer = wire.next();
        while (!answer.path("id").asText().equals("search")) {
            answer = wire.next();
        }
        assertThat(answer.at("/result/structuredContent").has("hits"))
                .as(answer.toString())
                .isTrue();
        return answer.at("/result/structuredContent");
    }

    @ParameterizedTest
    @CsvSource({
        "langchain, multi-catalog",
        "langchain, time-travel",
        "langchain, analytics",
        "langchain, federated-rag",
        "llamaindex, federated-rag",
        "langchain4j, time-travel",
        "langchain4j, federated-rag",
    })
    void answersTheQuestion(String framework, String scenario) throws IOException {
        Programs.Ended ended = run(framework, scenario);
        // A machine that is busy may be asked before the index knows every catalog; what it read is kept for the next
        // run.
        for (int i = 0; i < 2 && ended.code() != 0 && ended.err().contains("Nothing"); i++) {
            ended = run(framework, scenario);
        }
        assertThat(ended.code()).as(ended.err()).isZero();
        String transcript = plain(ended.out());
        if (framework.equals("langchain") && Boolean.getBoolean("update-snapshots")) {
            rewrite(scenario, transcript);
        }
        String committed = Files.readString(PAGE);
        String begin = "<!-- begin " + scenario + " -->";
        assertThat(committed).contains(begin);
        String section =
                committed.substring(committed.indexOf(begin), committed.indexOf("<!-- end " + scenario + " -->"));
        assertThat(told(transcript)).isEqualTo(told(section));
    }

    @Test
    void thePythonExampleIsPython() {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "This test wants " + python);
        String check = "import ast, sys; ast.parse(open(sys.argv[1]).read())";
        Programs.Ended ended = Programs.run(
                EXAMPLES,
                "",
                List.of(
                        python.toString(),
                        "-c",
                        check,
                        EXAMPLES.resolve("python/agent.py").toString()));
        assertThat(ended.code()).as(ended.err()).isZero();
    }

    private static Programs.Ended run(String framework, String scenario) {
        List<String> arguments = new ArrayList<>(List.of(scenario));
        arguments.addAll(Programs.demo());
        if (!framework.equals("langchain4j")) {
            return Node.newest(EXAMPLES.resolve(framework).resolve("agent.ts").toString(), arguments);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("langchain4j/LakeAgent.java").toString(),
                EXAMPLES.resolve("scenarios.json").toString()));
        command.addAll(arguments);
        return Programs.run(EXAMPLES, "", command);
    }

    /** Without what is another one in each demo lakehouse and at each run. */
    private static String plain(String transcript) {
        Map<String, String> names = new LinkedHashMap<>();
        String text = SNAPSHOT.matcher(transcript)
                .replaceAll(found -> names.computeIfAbsent(found.group(), id -> "SNAPSHOT-" + (names.size() + 1)));
        return text.replaceAll("\\d+ ms", "N ms")
                .replaceAll("Location: \\S+/demo/", "Location: DEMO/")
                .replaceAll("(?m)[ \\t]+$", "")
                .strip();
    }

    /** The calls and the answer; results of search grow while catalogs are read. */
    private static List<String> told(String transcript) {
        return transcript
                .lines()
                .filter(line -> line.startsWith("Question: ") || line.startsWith("> ") || line.startsWith("Answer: "))
                .map(line -> SNAPSHOT.matcher(line).replaceAll("SNAPSHOT").replaceAll("SNAPSHOT-\\d+", "SNAPSHOT"))
                .collect(Collectors.toList());
    }

    private static void rewrite(String scenario, String transcript) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- begin " + scenario + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end " + scenario + " -->");
        Files.writeString(PAGE, page.substring(0, from) + "```\n" + transcript + "\n```\n" + page.substring(to));
    }
}
