package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.AccessRule;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.spi.Feature;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SearchToolTest {
    private final Lakehouse lakehouse = FakeLake.of(
            FakeLake.source("lake", FakeProvider.of(FakeLake.lake().with("hr.salaries", FakeTable.plain()))),
            FakeLake.source("files", FakeProvider.of(new FakeCatalog("files"))),
            FakeLake.source("down", new FakeProvider(EnumSet.allOf(Feature.class), () -> {
                throw LakeException.of(ErrorCode.UNAVAILABLE, "No route to salaries.internal:443");
            })));
    private final TableSearch search = FakeLake.search(lakehouse);

    @AfterEach
    void close() {
        search.close();
        lakehouse.close();
    }

    private ToolResult ask(Lakehouse seen, String arguments) {
        return LakeTools.of(seen, new FakeEngine(), search, Limits.DEFAULT, OutputForm.BOTH).stream()
                .filter(t -> t.name().equals(SearchTool.NAME))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(Json.read(arguments), CallContext.NONE);
    }

    @Test
    void saysWhatItFoundAndWhyAndWhatItCouldNotSearch() {
        ToolResult result = ask(lakehouse, "{\"text\":\"orders\"}");
        assertThat(result.structured().at("/hits/0/table").asText()).isEqualTo("lake.sales.orders");
        assertThat(result.structured().at("/hits/0/why").asText()).contains("name orders");
        assertThat(result.structured().path("searched").asInt()).isEqualTo(3);
        assertThat(result.structured().at("/not_searched").findValuesAsText("catalog"))
                .containsExactly("down");
        assertThat(result.text())
                .contains("lake.sales.orders 1.0", "Not searched:", "UNAVAILABLE", "salaries.internal");
    }

    @Test
    void whoSeesAPartIsToldNothingOfTheRest() {
        Lakehouse part = lakehouse.seenWith(new Access(List.of(List.of(
                new AccessRule(List.of("lake", "down"), List.of(), List.of(), List.of(), true),
                new AccessRule(List.of("lake"), List.of("hr"), List.of(), List.of(), false)))));
        ToolResult result = ask(part, "{\"text\":\"salaries\"}");
        assertThat(result.structured().path("hits").toString()).doesNotContain("hr.salaries");
        assertThat(result.structured().path("searched").asInt()).isEqualTo(2);
        assertThat(result.text()).contains("down", "UNAVAILABLE").doesNotContain("salaries.internal", "files");
        assertThat(ask(part, "{\"text\":\"x\",\"catalog\":\"down\"}").text())
                .contains("UNAVAILABLE")
                .doesNotContain("salaries.internal");
    }

    @Test
    void takesOneCatalogAndALimit() {
        ToolResult result = ask(lakehouse, "{\"text\":\"orders customers\",\"catalog\":\"lake\",\"limit\":1}");
        assertThat(result.structured().path("hits")).hasSize(1);
        assertThat(result.structured().path("not_searched")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheArguments() {
        assertThat(ask(lakehouse, "{\"text\":\" \"}").text()).contains("INVALID_ARGUMENT", "question or some words");
        assertThat(ask(lakehouse, "{\"text\":\"x\",\"catalog\":\"lakes\"}").text())
                .contains("NOT_FOUND", "Did you mean 'lake'?");
        assertThat(ask(lakehouse, "{\"text\":\"x\",\"catalog\":\"down\"}").text())
                .contains("UNAVAILABLE", "Retryable: yes");
    }
}
