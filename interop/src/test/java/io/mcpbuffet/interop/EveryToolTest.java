package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client lists the tools of the router and calls every one of them, over each transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryToolTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpRouter router;

    @BeforeAll
    void start() {
        router = HttpRouter.start("");
    }

    @AfterAll
    void stop() {
        router.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sdk1, stdio",
        "sdk1, http",
        "sdk1, sse",
        "client2, stdio",
        "client2, http",
        "client2, sse",
    })
    void typeScriptClients(String client, String transport) {
        Node.require();
        ArrayNode steps = JSON.createArrayNode();
        steps.addObject().put("op", "tools");
        calls().forEach(call -> steps.addObject()
                .put("op", "call")
                .put("name", call.path("name").asText())
                .set("arguments", call.path("arguments")));
        JsonNode results = script("drive.mjs", client, transport, steps);
        assertListed(results.at("/0/tools").findValuesAsText("name"));
        assertCalled(results);
    }

    @ParameterizedTest
    @CsvSource({
        "langchain, stdio",
        "langchain, http",
        "langchain, sse",
        "llamaindex, stdio",
        "llamaindex, http",
        "llamaindex, sse",
    })
    void frameworks(String framework, String transport) {
        Node.require();
        JsonNode results = script("frameworks.mjs", framework, transport, calls());
        List<String> names = new ArrayList<>();
        results.path(0).forEach(name -> names.add(name.asText()));
        assertListed(names);
        assertCalled(results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http", "sse"})
    void langChain4j(String transport) {
        ScriptedAssistant.Seen seen = ScriptedAssistant.calls(transport, target(transport), calls());
        assertListed(seen.tools());
        ArrayNode results = JSON.createArrayNode().add("");
        seen.results().forEach(results::add);
        assertCalled(results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "sse"})
    void inspector(String transport) {
        Node.require();
        Programs.Ended list = inspect(transport, List.of("--method", "tools/list"));
        assertThat(list.code()).as(list.err()).isZero();
        assertListed(json(list.out()).path("tools").findValuesAsText("name"));
        ArrayNode results = JSON.createArrayNode().add("");
        for (JsonNode call : calls()) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--method", "tools/call", "--tool-name", call.path("name").asText()));
            call.path("arguments").properties().forEach(argument -> {
                JsonNode value = argument.getValue();
                arguments.add("--tool-arg");
                arguments.add(argument.getKey() + "=" + (value.isTextual() ? value.asText() : value.toString()));
            });
            Programs.Ended ended = inspect(transport, arguments);
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            results.add(ended.out());
        }
        assertCalled(results);
    }

    private Programs.Ended inspect(String transport, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("--cli", target(transport).get(0), "--transport", transport));
        arguments.addAll(more);
        return Node.program("mcp-inspector", arguments);
    }

    private JsonNode script(String script, String client, String transport, JsonNode input) {
        List<String> arguments = new ArrayList<>(List.of(client, transport));
        arguments.addAll(target(transport));
        Programs.Ended ended = Node.script(script, input.toString(), arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        return json(ended.out());
    }

    private List<String> target(String transport) {
        return switch (transport) {
            case "http" -> List.of(router.uri() + "/mcp");
            case "sse" -> List.of(router.uri() + "/sse");
            default -> Programs.demo();
        };
    }

    private static void assertListed(List<String> names) {
        assertThat(names)
                .as("tools, each of which calls.json has a call of")
                .containsExactlyInAnyOrderElementsOf(calls().findValuesAsText("name"));
    }

    /** The first result is no call's. */
    private static void assertCalled(JsonNode results) {
        JsonNode calls = calls();
        assertThat(results).hasSize(calls.size() + 1);
        for (int i = 0; i < calls.size(); i++) {
            String result = results.path(i + 1).toString();
            assertThat(result)
                    .as(calls.path(i).toString())
                    .contains(calls.path(i).path("seen").asText())
                    .doesNotContain("\"thrown\"", "isError\":true", "INVALID_ARGUMENT", "Retryable");
        }
    }

    private static JsonNode calls() {
        try (var in = EveryToolTest.class.getResourceAsStream("/calls.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
