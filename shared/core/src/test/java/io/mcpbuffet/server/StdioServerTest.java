package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StdioServerTest {
    private final Served served = new Served();
    private final Wire wire = served.wire;

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void tellsWhatItIsAndCanDo() {
        JsonNode result = wire.initialize().path("result");
        assertThat(result.path("protocolVersion").asText()).isEqualTo("2025-11-25");
        assertThat(result.path("instructions").asText()).isEqualTo("Instructions.");
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("mcp-buffet");
        assertThat(result.path("capabilities").has("tools")).isTrue();
        assertThat(result.path("capabilities").has("completions")).isTrue();
        assertThat(result.path("capabilities").has("prompts")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void agreesOnEachRevisionThatHasSessions(String revision) {
        wire.request(
                1,
                "initialize",
                "{\"protocolVersion\":\"" + revision
                        + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        assertThat(wire.next().at("/result/protocolVersion").asText()).isEqualTo(revision);
        wire.call(2, "echo", "{\"value\":\"x\"}");
        assertThat(wire.next().at("/result/content/0/text").asText()).contains("x");
    }

    @Test
    void offersTheNewestVersionToAClientOfAnother() {
        wire.request(
                1,
                "initialize",
                "{\"protocolVersion\":\"2099-01-01\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        assertThat(wire.next().at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    }

    @Test
    void listsToolsInOrderWithTheirAnnotations() {
        wire.initialize();
        wire.request(1, "tools/list", "{}");
        JsonNode tools = wire.next().at("/result/tools");
        List<String> names = new ArrayList<>();
        tools.forEach(t -> names.add(t.path("name").asText()));
        assertThat(names).startsWith("echo", "defect").endsWith("progress", "waits");
        assertThat(tools.get(0).at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(tools.get(0).at("/annotations/destructiveHint").asBoolean(true))
                .isFalse();
        assertThat(tools.get(0).at("/inputSchema/additionalProperties").asBoolean(true))
                .isFalse();
    }

    @Test
    void answersThreeHundredCallsAtOnceEachWithItsOwnAnswer() {
        wire.initialize();
        for (int i = 0; i < 300; i++) {
            wire.call(i, "echo", "{\"value\":\"v" + i + "\"}");
        }
        TreeMap<Integer, String> answers = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            JsonNode answer = wire.next();
            answers.put(
                    answer.path("id").asInt(),
                    answer.at("/result/structuredContent/value").asText());
        }
        assertThat(answers).hasSize(300).allSatisfy((id, value) -> assertThat(value)
                .isEqualTo("v" + id));
    }

    @Test
    void answersWhatIsNoMessageWithAnErrorAndLives() {
        wire.initialize();
        wire.line("garbage {");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32700);
        wire.line("");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32700);
        wire.raw(new byte[] {'"', (byte) 0xC3, '(', '"', '\n'});
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32700);
        wire.line("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]");
        JsonNode batch = wire.next();
        assertThat(batch.at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(batch.get("id").isNull()).isTrue();
        wire.line("{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32600);
        wire.line("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32600);
        lives();
    }

    @Test
    void skipsALineThatIsTooLong() {
        wire.initialize();
        byte[] line = new byte[20 << 20];
        java.util.Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        wire.raw(line);
        JsonNode answer = wire.next();
        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answer.at("/error/message").asText()).contains("16777216");
        lives();
    }

    private void lives() {
        wire.request("alive", "ping", "{}");
        JsonNode answer = wire.next();
        assertThat(answer.path("id").asText()).isEqualTo("alive");
        assertThat(answer.path("result").isObject()).isTrue();
    }

    @Test
    void keepsIdsOfEveryForm() {
        wire.initialize();
        for (Object id : List.of("a", "1", 1, 9007199254740993L, new BigInteger("123456789012345678901234567890"))) {
            wire.call(id, "echo", "{\"value\":\"x\"}");
            JsonNode answer = wire.next().get("id");
            assertThat(answer).isEqualTo(Json.read(id instanceof String ? "\"" + id + "\"" : id.toString()));
        }
    }

    @Test
    void keepsTheDigitsOfArguments() {
        wire.initialize();
        wire.call(1, "echo", "{\"value\":9223372036854775807}");
        assertThat(wire.next().at("/result/structuredContent/value").longValue())
                .isEqualTo(Long.MAX_VALUE);
        wire.call(1, "echo", "{\"value\":0.1234567890123456789}");
        assertThat(wire.next().toString()).contains("0.1234567890123456789");
    }

    @Test
    void answersWhateverNumbersComeAndGo() {
        wire.initialize();
        wire.line("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                + "\"params\":{\"name\":\"echo\",\"arguments\":{\"value\":1e20000}}}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32603);
        wire.line("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\",\"params\":{\"x\":1e99999999999999999999}}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32700);
        lives();
    }

    @Test
    void answersAProbeBeforeAndAfterInitialize() {
        wire.request(1, "server/discover", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.request(2, "ping", "{}");
        assertThat(wire.next().path("result").isObject()).isTrue();
        wire.request(3, "tools/list", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32600);
        wire.initialize();
        wire.request(4, "server/discover", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        wire.initialize();
        wire.request(1, "no/such", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32601);
        wire.call(2, "no_such_tool", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.request(3, "tools/call", "{\"name\":5,\"arguments\":[1]}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.line("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":[1]}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.line("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.request(6, "tools/call", "{}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.request(7, "initialize", "{\"capabilities\":5}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        wire.request(8, "resources/read", "{\"uri\":5}");
        assertThat(wire.next().has("error")).isTrue();
        wire.request(9, "completion/complete", "{}");
        assertThat(wire.next().has("error")).isTrue();
        lives();
    }

    @Test
    void hidesSecretsInWhatAnAnswerLacksAndLeavesItsDataAsItIs() {
        wire.initialize();
        wire.call("lacks", "lacks", "{}");
        JsonNode answer = wire.next().path("result");
        assertThat(answer.path("isError").asBoolean()).isFalse();
        assertThat(answer.at("/structuredContent/catalogs/0/error").asText()).isEqualTo("denied to ***");
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("denied to ***");
        assertThat(answer.at("/structuredContent/value").asText()).isEqualTo(TestTools.FAMILIAR);
    }

    @Test
    void hidesWhatADefectSays() {
        wire.initialize();
        for (String tool : List.of("defect", "linkage", "nothing")) {
            wire.call(tool, tool, "{}");
            JsonNode answer = wire.next();
            assertThat(answer.path("id").asText()).isEqualTo(tool);
            assertThat(answer.at("/result/isError").asBoolean()).isTrue();
            assertThat(answer.at("/result/structuredContent/code").asText()).isEqualTo("INTERNAL");
            assertThat(answer.toString()).doesNotContain(TestTools.PASSWORD).doesNotContain("Error:");
        }
    }

    @Test
    void showsAFailureThatAModelCanActOn() {
        wire.initialize();
        wire.call(1, "refuses", "{}");
        JsonNode result = wire.next().path("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/structuredContent/code").asText()).isEqualTo("READ_ONLY");
        assertThat(result.at("/structuredContent/hint").asText()).isEqualTo("Write a SELECT");
        assertThat(result.at("/content/0/text").asText()).contains("READ_ONLY", "Write a SELECT");
    }

    @Test
    void cancelsWithoutAnAnswer() throws InterruptedException {
        wire.initialize();
        wire.call(1, "waits", "{}");
        served.tools.started.await();
        wire.cancel(1);
        assertThat(served.tools.interrupted.await(2, TimeUnit.SECONDS)).isTrue();
        wire.cancel(1);
        wire.cancel("unknown");
        lives();
        wire.end();
        assertThat(wire.rest()).isEmpty();
    }

    @Test
    void refusesAnIdThatIsInUse() throws InterruptedException {
        wire.initialize();
        wire.call(1, "waits", "{}");
        served.tools.started.await();
        wire.call(1, "echo", "{\"value\":\"x\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32600);
        served.tools.release.countDown();
        assertThat(wire.next().at("/result/structuredContent/value").asText()).isEqualTo("released");
    }

    @Test
    void answersAllCallsAfterTheEndOfInput() throws Exception {
        wire.initialize();
        for (int i = 0; i < 50; i++) {
            wire.call(i, "waits", "{}");
        }
        served.tools.started.await();
        wire.end();
        served.tools.release.countDown();
        assertThat(wire.rest()).hasSize(50).allSatisfy(a -> assertThat(
                        a.at("/result/structuredContent/value").asText())
                .isEqualTo("released"));
        served.server.get(5, TimeUnit.SECONDS);
    }

    @Test
    void takesALastLineWithoutALineBreak() {
        wire.initialize();
        wire.raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
        wire.end();
        assertThat(wire.rest()).hasSize(1);
    }

    @Test
    void reportsProgressOnlyWhereAskedAndSeldom() {
        wire.initialize();
        wire.call(1, "progress", "{}");
        assertThat(wire.next().has("result")).isTrue();
        wire.request(2, "tools/call", "{\"name\":\"progress\",\"arguments\":{},\"_meta\":{\"progressToken\":\"t\"}}");
        JsonNode first = wire.next();
        assertThat(first.path("method").asText()).isEqualTo("notifications/progress");
        assertThat(first.at("/params/progressToken").asText()).isEqualTo("t");
        assertThat(first.at("/params/message").asText()).isEqualTo("step 0");
        JsonNode answer = wire.next();
        for (int more = 0; answer.has("method"); more++) {
            assertThat(more).isLessThan(10);
            answer = wire.next();
        }
        assertThat(answer.path("id").asInt()).isEqualTo(2);
    }

    @Test
    void readsAndCompletesTablesByUri() {
        wire.initialize();
        wire.request(1, "resources/templates/list", "{}");
        assertThat(wire.next().at("/result/resourceTemplates/0/uriTemplate").asText())
                .isEqualTo("lake://{catalog}/{namespace}/{table}");
        wire.request(2, "resources/read", "{\"uri\":\"lake://lake/%22eu.west%22.retail/Order%2FLines%20100%25\"}");
        assertThat(wire.next().at("/result/contents/0/text").asText())
                .contains("lake|'eu.west'.retail|Order/Lines 100%");
        wire.request(3, "resources/read", "{\"uri\":\"lake://lake/a/none\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32002);
        wire.request(4, "resources/read", "{\"uri\":\"lake://lake/a/bad%2\"}");
        assertThat(wire.next().at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(completed("catalog", "l", "{}")).containsExactly("lake", "local");
        assertThat(completed("namespace", "", "{\"catalog\":\"lake\"}")).containsExactly("\"eu.west\".retail");
        assertThat(completed("table", "O", "{\"catalog\":\"lake\",\"namespace\":\"\\\"eu.west\\\".retail\"}"))
                .containsExactly("Order/Lines 100%");
    }

    private List<String> completed(String argument, String value, String known) {
        wire.request(
                argument,
                "completion/complete",
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"lake://{catalog}/{namespace}/{table}\"},\"argument\":{\"name\":\""
                        + argument + "\",\"value\":\"" + value + "\"},\"context\":{\"arguments\":" + known + "}}");
        List<String> values = new ArrayList<>();
        wire.next().at("/result/completion/values").forEach(v -> values.add(v.asText()));
        return values;
    }
}
