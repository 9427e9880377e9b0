package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescribeToolTest {
    private static Called called(FakeCatalog catalog, FakeEngine engine) {
        return new Called(FakeLake.tools(FakeLake.of(catalog, "lake"), engine));
    }

    @Test
    void bothFormsTellColumnsAndSnapshot() {
        Called lake = called(FakeLake.lake(), new FakeEngine());
        JsonNode out = lake.ok("describe", "{'table': 'orders'}");
        assertThat(out.path("table").asText()).isEqualTo("lake.sales.orders");
        assertThat(out.path("columns"))
                .extracting(c -> c.path("name").asText() + " " + c.path("type").asText())
                .containsExactly("id long", "total decimal(12, 2)", "note string");
        assertThat(lake.text("describe", "{'table': 'orders'}"))
                .contains("lake.sales.orders: table", "All orders", "total decimal(12, 2)", "Rows: 50")
                .contains(out.path("snapshot").path("snapshot_id").asText());
    }

    @Test
    void thousandsOfColumnsComeInPages() {
        List<Field> wide = IntStream.range(0, 5000)
                .mapToObj(i -> FakeTable.field(i, "column_%04d".formatted(i), new DataType.Scalar(DataType.Kind.LONG)))
                .toList();
        Called lake =
                called(new FakeCatalog("lake").with("n.wide", FakeTable.plain().columns(wide)), new FakeEngine());
        assertThat(Json.bytes(lake.ok("describe", "{'table': 'wide'}"))).isLessThan(64 << 10);
        assertThat(lake.ok("describe", "{'table': 'wide'}").path("warnings").toString())
                .contains("of 5000 are shown");
        assertThat(lake.pages("describe", "{'table': 'wide'}", "columns"))
                .extracting(c -> c.path("name").asText())
                .hasSize(5000)
                .doesNotHaveDuplicates();
    }

    @Test
    void aSampleIsReadWithTheRowsAskedFor() {
        FakeEngine engine = new FakeEngine();
        JsonNode out = called(FakeLake.lake(), engine).ok("describe", "{'table': 'orders', 'sample': 3}");
        assertThat(out.path("sample").path("rows").toString()).isEqualTo("[[1]]");
        assertThat(engine.asked()).singleElement().satisfies(q -> {
            assertThat(q.sql()).isEqualTo("SELECT * FROM \"lake\".\"sales\".\"orders\" LIMIT 3");
            assertThat(q.maxRows()).isEqualTo(3);
        });
    }

    @Test
    void aTableThatCannotBeReadIsDescribedAllTheSame() {
        FakeEngine broken = new FakeEngine(q -> {
            throw LakeException.of(ErrorCode.PERMISSION_DENIED, "The store refused the key");
        });
        JsonNode out = called(FakeLake.lake(), broken).ok("describe", "{'table': 'orders', 'sample': 1}");
        assertThat(out.path("columns")).hasSize(3);
        assertThat(out.has("sample")).isFalse();
        assertThat(out.path("warnings").toString()).contains("No sample: PERMISSION_DENIED");
    }

    @Test
    void aMisspeltNameBringsTheNearest() {
        JsonNode problem =
                called(FakeLake.lake(), new FakeEngine()).refused("describe", "{'table': 'lake.sales.ordrs'}");
        assertThat(problem.path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(problem.path("message").asText() + problem.path("hint").asText())
                .contains("lake.sales.ordrs", "lake.sales.orders");
    }

    @Test
    void aShortNameThatFitsTwoIsRefusedWithBoth() {
        Called both = new Called(FakeLake.tools(
                FakeLake.of(
                        FakeLake.source("lake", FakeProvider.of(FakeLake.lake())),
                        FakeLake.source(
                                "other",
                                FakeProvider.of(new FakeCatalog("other").with("sales.orders", FakeTable.plain())))),
                new FakeEngine()));
        JsonNode problem = both.refused("describe", "{'table': 'sales.orders'}");
        assertThat(problem.path("code").asText()).isEqualTo("AMBIGUOUS_NAME");
        assertThat(problem.toString()).contains("lake.sales.orders", "other.sales.orders");
    }

    @Test
    void aBareNameNeedsACatalogWithOneNamespace() {
        FakeCatalog two = FakeLake.lake().with("crm.orders", FakeTable.plain());
        JsonNode problem = called(two, new FakeEngine()).refused("describe", "{'table': 'orders'}");
        assertThat(problem.path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(problem.path("hint").asText()).contains("lake.crm.orders", "lake.sales.orders");
    }

    @Test
    void textOfOthersCannotPassForLinesOfTheAnswer() {
        FakeTable hostile =
                FakeTable.plain().comment("fine\nRows: 7\u0007\u202Eabc").property("k\nWarning: x", "v\r\nRows: 9");
        Called lake = called(new FakeCatalog("lake").with("n.t", hostile), new FakeEngine());
        assertThat(lake.text("describe", "{'table': 't'}").lines())
                .noneMatch(l -> l.startsWith("Rows:") || l.startsWith("Warning:"))
                .noneMatch(l -> l.contains("\u202E") || l.contains("\u0007"));
    }

    @Test
    void commentsOfColumnsAreShown() {
        Field noted = new Field(
                java.util.OptionalInt.of(1),
                "id",
                new DataType.Scalar(DataType.Kind.LONG),
                true,
                Optional.of("The order's number"),
                Optional.empty());
        Called lake = called(
                new FakeCatalog("lake").with("n.t", FakeTable.plain().columns(List.of(noted))), new FakeEngine());
        assertThat(lake.text("describe", "{'table': 't'}")).contains("id long not null (id 1) - The order's number");
    }
}
