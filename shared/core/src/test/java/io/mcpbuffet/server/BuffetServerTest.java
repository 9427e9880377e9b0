package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngineProvider;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BuffetServerTest {
    private final FakeEngineProvider engine = new FakeEngineProvider();
    private final FakeProvider provider = FakeProvider.of(new FakeCatalog("lake")
            .with("sales.orders", FakeTable.withSnapshots(2))
            .with("\"eu.west\".\"Order/Lines\"", FakeTable.plain()));

    private static BuffetConfig config(String kind, Output output) {
        Map<String, CatalogConfig> catalogs = new LinkedHashMap<>();
        catalogs.put("lake", new CatalogConfig("lake", kind, Map.of()));
        return new BuffetConfig(Optional.empty(), catalogs, Limits.DEFAULT, output, Map.of(), ServiceConfig.DEFAULT);
    }

    private BuffetServer open(Output output) {
        return BuffetServer.open(config("fake", output), List.of(provider), engine);
    }

    private static List<JsonNode> answers(BuffetServer server, String... requests) {
        String hello =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
        StringBuilder input = new StringBuilder(hello).append('\n');
        for (String request : requests) {
            input.append(request).append('\n');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        server.serveStdio(new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)), out);
        return new Wire(out, new ByteArrayInputStream(out.toByteArray())).rest();
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    @Test
    void opensNothingBeforeTheFirstCall() {
        try (BuffetServer server = open(Output.BOTH)) {
            List<JsonNode> answers = answers(server, request(1, "tools/list", "{}"));
            assertThat(answers.get(0).at("/result/instructions").asText()).isEqualTo(server.instructions());
            assertThat(answers.get(1).at("/result/tools"))
                    .hasSameSizeAs(server.tools())
                    .hasSizeGreaterThan(5);
            assertThat(provider.opened()).isZero();
            assertThat(engine.warmed).hasValue(0);
        }
        assertThat(engine.closed).isTrue();
    }

    @Test
    void startsTheWorkerBesideTheFirstCallOnly() {
        try (BuffetServer server = open(Output.BOTH)) {
            String call = "{\"name\":\"list_tables\",\"arguments\":{}}";
            List<JsonNode> answers = answers(server, request(1, "tools/call", call), request(2, "tools/call", call));
            assertThat(answers).hasSize(3);
            assertThat(answers.get(2).at("/result/structuredContent/tables")).hasSize(2);
            assertThat(engine.warmed).hasValue(1);
        }
    }

    @Test
    void readsAndCompletesTables() {
        try (BuffetServer server = open(Output.TEXT)) {
            String uri = "lake://lake/%22eu.west%22/Order%2FLines";
            JsonNode read = answers(server, request(1, "resources/read", "{\"uri\":\"" + uri + "\"}"))
                    .get(1);
            assertThat(read.at("/result/contents/0/text").asText())
                    .contains("lake.\\\"eu.west\\\".\\\"Order/Lines\\\"", "columns");
            LakeResources resources = new LakeResources(server.lakehouse(), Map.of());
            assertThat(resources.catalogs()).containsExactly("lake");
            assertThat(resources.namespaces("lake", "")).containsExactlyInAnyOrder("\"eu.west\"", "sales");
            assertThat(resources.namespaces("lake", "SA")).containsExactly("sales");
            assertThat(resources.tables("lake", "sales", "or")).containsExactly("orders");
            assertThat(resources.tables("lake", "\"eu.west\"", "")).containsExactly("Order/Lines");
        }
    }

    @Test
    void readsSnapshotsAndTheProfileOfATable() {
        try (BuffetServer server = open(Output.BOTH)) {
            List<JsonNode> answers = answers(
                    server,
                    request(1, "resources/templates/list", "{}"),
                    request(2, "resources/read", "{\"uri\":\"lake://lake/sales/orders/snapshots\"}"),
                    request(3, "resources/read", "{\"uri\":\"lake://lake/sales/orders/files\"}"));
            // Each is answered as soon as it can be.
            answers.sort(Comparator.comparingInt(answer -> answer.path("id").asInt()));
            assertThat(answers.get(1).at("/result/resourceTemplates").findValuesAsText("uriTemplate"))
                    .containsExactlyInAnyOrder(
                            "lake://{catalog}/{namespace}/{table}",
                            "lake://{catalog}/{namespace}/{table}/snapshots",
                            "lake://{catalog}/{namespace}/{table}/profile");
            assertThat(answers.get(2).at("/result/contents/0/text").asText())
                    .contains("\"snapshots\":[{", "snapshot_id");
            assertThat(answers.get(3).at("/error/code").asInt()).isEqualTo(-32002);
        }
    }

    @Test
    void answersInTheFormThatIsSet() {
        String call = request(1, "tools/call", "{\"name\":\"list_tables\",\"arguments\":{}}");
        try (BuffetServer server = open(Output.TEXT)) {
            JsonNode result = answers(server, call).get(1).path("result");
            assertThat(result.has("structuredContent")).as(result.toString()).isFalse();
            assertThat(result.toString()).contains("lake.sales.orders");
            assertThat(result.at("/content/0/text").asText()).contains("lake.sales.orders");
        }
        try (BuffetServer server = open(Output.STRUCTURED)) {
            JsonNode result = answers(server, call).get(1).path("result");
            assertThat(result.at("/content/0/text").asText())
                    .isEqualTo(result.path("structuredContent").toString());
        }
    }

    @Test
    void namesTheKindThatIsUnknown() {
        assertThatThrownBy(() -> BuffetServer.open(config("foke", Output.BOTH), List.of(provider), engine))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("'foke'");
    }
}
