package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both generations of the TypeScript SDK, over standard input and output. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaScriptClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53);

    private final Map<String, JsonNode> driven = new HashMap<>();

    @BeforeAll
    void node() {
        Node.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk1", "client2"})
    void browsesQueriesAndTravels(String client) {
        JsonNode results = drive(client);
        assertThat(results.at("/0/instructions").asText()).contains("Catalogs: sales, crm, ops");
        assertThat(results.at("/0/server/name").asText()).isEqualTo("mcp-buffet");
        assertThat(results.at("/1/tools").findValuesAsText("name"))
                .contains("list_catalogs", "list_tables", "describe", "time_travel", "query");
        assertThat(results.at("/2/resourceTemplates/0/uriTemplate").asText())
                .isEqualTo("lake://{catalog}/{namespace}/{table}");
        assertThat(results.at("/3/structuredContent/catalogs").findValuesAsText("status"))
                .containsExactly("up", "up", "up");
        assertThat(results.at("/4/structuredContent/tables").findValuesAsText("table"))
                .containsExactly("ops.main.shipments", "ops.main.slow_shipments");
        assertThat(results.at("/7/structuredContent/rows/0/0").asLong()).isPositive();
        assertThat(results.at("/8/structuredContent/rows/0/0").asLong()).isEqualTo(150_000);
        assertThat(results.at("/12/contents/0/text").asText()).contains("Number of the customer");
        assertThat(texts(results.at("/13/completion/values"))).containsExactly("order_lines", "orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk1", "client2"})
    void keepsSnapshotIdsAndValuesExactly(String client) {
        JsonNode results = drive(client);
        JsonNode snapshot = results.at("/5/structuredContent/snapshots/1/snapshot_id");
        assertThat(snapshot.isTextual()).isTrue();
        assertThat(new BigInteger(snapshot.asText()))
                .as("an id that a double cannot hold")
                .isGreaterThan(SAFE);
        assertThat(results.at("/6/structuredContent/tables/0/snapshot_id")).isEqualTo(snapshot);
        assertThat(results.at("/6/structuredContent/rows").toString()).isEqualTo("[[1],[98]]");
        assertThat(results.at("/9/structuredContent/rows/0").toString())
                .isEqualTo("[9007199254740991,\"9007199254740993\",\"-9007199254740993\",\"0.10\",\"NaN\",null,"
                        + "\"2026-02-03\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk1", "client2"})
    void showsErrorsThatAModelCanActOn(String client) {
        JsonNode results = drive(client);
        JsonNode refused = results.path(10);
        assertThat(refused.path("isError").asBoolean()).isTrue();
        assertThat(refused.at("/structuredContent/code").asText()).isEqualTo("READ_ONLY");
        assertThat(refused.at("/content/0/text").asText()).contains("READ_ONLY", "DELETE");
        assertThat(results.at("/11/structuredContent").toString()).contains("INVALID_ARGUMENT", "'tabel'", "'table'");
        assertThat(results.at("/14/code").asInt()).isEqualTo(-32602);
    }

    private JsonNode drive(String client) {
        return driven.computeIfAbsent(client, JavaScriptClientsTest::run);
    }

    private static JsonNode run(String client) {
        List<String> arguments = new ArrayList<>(List.of(client, "stdio"));
        arguments.addAll(Programs.demo());
        Programs.Ended ended = Node.script("drive.mjs", steps(), arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        try {
            return JSON.readTree(ended.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String steps() {
        try (var in = JavaScriptClientsTest.class.getResourceAsStream("/steps.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
