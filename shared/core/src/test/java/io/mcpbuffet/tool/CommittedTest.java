package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommittedTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Set<String> FORBIDDEN = Set.of("anyOf", "oneOf", "allOf", "const", "$ref", "if", "not");

    private final List<Tool> tools = FakeLake.tools(FakeLake.of(FakeLake.lake(), "lake"), new FakeEngine());

    @Test
    void theListOfToolsIsTheCommittedOne() {
        Committed.tools(Path.of("src", "test", "resources", "tools.json"), tools);
    }

    @Test
    void thePagesOfTheDocumentationAreTheCommittedOnes() {
        Committed.text(DOCS.resolve("tools.md"), ToolDocs.tools(tools));
        Committed.text(DOCS.resolve("errors.md"), ToolDocs.errors());
    }

    @Test
    void theListLeavesRoomForMoreTools() {
        assertThat(Committed.bytes(tools)).isLessThan(14_000);
    }

    @Test
    void theListIsTheSameWhateverTheNumberOfCatalogs() {
        var sources = IntStream.range(0, 20)
                .mapToObj(i -> FakeLake.source("c" + i, FakeProvider.of(FakeLake.lake())))
                .toArray(io.mcpbuffet.federation.CatalogSource[]::new);
        List<Tool> many = FakeLake.tools(FakeLake.of(sources), new FakeEngine());
        assertThat(ToolList.json(many)).isEqualTo(ToolList.json(tools));
    }

    @Test
    void argumentsAreFlatAndClosed() {
        for (Tool tool : tools) {
            JsonNode schema = tool.inputSchema();
            assertThat(schema.path("type").asText()).isEqualTo("object");
            assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
            assertThat(schema.path("additionalProperties").asBoolean()).isFalse();
            schema.path("properties").forEach(p -> assertThat(p.path("type").asText())
                    .as(tool.name())
                    .isIn("string", "integer", "boolean", "array"));
        }
    }

    @Test
    void schemasKeepToWhatClientsTake() {
        tools.forEach(t -> keepsTo(t.inputSchema()));
        tools.forEach(t -> keepsTo(t.outputSchema()));
    }

    @Test
    void resultsRequireNothingSinceErrorsAreHeldAgainstTheSameSchema() {
        tools.forEach(t ->
                assertThat(t.outputSchema().findValue("required")).as(t.name()).isNull());
        tools.forEach(t -> assertThat(t.outputSchema().path("properties").fieldNames())
                .as(t.name())
                .toIterable()
                .doesNotContain("code", "message", "hint", "retryable"));
    }

    private static void keepsTo(JsonNode schema) {
        schema.fieldNames().forEachRemaining(name -> assertThat(FORBIDDEN).doesNotContain(name));
        assertThat(schema.path("type").isArray()).isFalse();
        if (schema.path("type").asText().equals("array")) {
            assertThat(schema.path("items").isObject()).isTrue();
        }
        schema.path("properties").forEach(CommittedTest::keepsTo);
        if (schema.has("items")) {
            keepsTo(schema.path("items"));
        }
    }
}
