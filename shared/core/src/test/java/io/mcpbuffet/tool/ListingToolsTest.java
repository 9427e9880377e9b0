package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.spi.Feature;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingToolsTest {
    private static final Limits SMALL = new Limits(
            Limits.DEFAULT.queryMemory(),
            Limits.DEFAULT.queryTimeout(),
            Limits.DEFAULT.maxRows(),
            8 << 10,
            Limits.DEFAULT.spoolBytes(),
            Limits.DEFAULT.cacheBytes());

    private final CatalogSource good = FakeLake.source("lake", FakeProvider.of(FakeLake.lake()));
    private final CatalogSource dead =
            FakeLake.source("gone", new FakeProvider(EnumSet.allOf(Feature.class), ListingToolsTest::unreachable));

    private static io.mcpbuffet.spi.Catalog unreachable() {
        throw LakeException.of(ErrorCode.UNAVAILABLE, "The host does not answer");
    }

    private static Called called(CatalogSource... sources) {
        return new Called(FakeLake.tools(FakeLake.of(sources), new FakeEngine()));
    }

    private static FakeCatalog many(int tables, String comment) {
        FakeCatalog catalog = new FakeCatalog("lake");
        for (int i = 0; i < tables; i++) {
            catalog.with("n.t%05d".formatted(i), FakeTable.plain().comment(comment));
        }
        return catalog;
    }

    @Test
    void pagesTogetherHoldEveryTableOnce() {
        Called lake = called(FakeLake.source("lake", FakeProvider.of(many(257, "x"))));
        for (int size : List.of(1, 7, 50, 256, 257, 1000)) {
            assertThat(lake.pages("list_tables", "{'page_size': " + size + "}", "tables"))
                    .as("pages of " + size)
                    .extracting(t -> t.path("table").asText())
                    .hasSize(257)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void aPageThatWouldBeTooLargeGoesOnInTheNext() {
        Lakehouse lakehouse = FakeLake.of(many(100, "y".repeat(400)), "lake");
        Called lake = new Called(LakeTools.of(
                lakehouse, new FakeEngine(), FakeLake.search(lakehouse), SMALL, OutputForm.BOTH, FakeLake.CLOCK));
        JsonNode first = lake.ok("list_tables", "{'page_size': 100}");
        assertThat(Json.bytes(first)).isLessThan(8 << 10);
        assertThat(first.has("next_cursor")).isTrue();
        assertThat(lake.pages("list_tables", "{'page_size': 100}", "tables"))
                .extracting(t -> t.path("table").asText())
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDeadCatalogIsSaidAndHidesNoOther() {
        Called both = called(dead, good);
        JsonNode tables = both.ok("list_tables", "{}");
        assertThat(tables.path("tables"))
                .extracting(t -> t.path("table").asText())
                .containsExactly("lake.sales.customers", "lake.sales.orders");
        assertThat(tables.path("catalogs"))
                .anySatisfy(
                        c -> assertThat(c.path("error").asText()).contains("UNAVAILABLE", "The host does not answer"));
        assertThat(both.text("list_tables", "{}")).contains("Catalog gone is down, so this is incomplete");
        assertThat(both.ok("list_catalogs", "{}").path("catalogs"))
                .extracting(
                        c -> c.path("catalog").asText() + " " + c.path("status").asText())
                .containsExactly("gone down", "lake up");
    }

    @Test
    void aPatternChoosesByName() {
        assertThat(called(good).pages("list_tables", "{'pattern': 'cust*'}", "tables"))
                .extracting(t -> t.path("table").asText())
                .containsExactly("lake.sales.customers");
        assertThat(called(good).ok("list_tables", "{'pattern': 'zzz'}").path("tables"))
                .isEmpty();
    }

    @Test
    void aCursorBelongsToItsCall() {
        Called lake = called(FakeLake.source("lake", FakeProvider.of(many(10, "x"))));
        String cursor =
                lake.ok("list_tables", "{'page_size': 3}").path("next_cursor").asText();
        assertThat(lake.ok("list_tables", "{'page_size': 5, 'cursor': '" + cursor + "'}")
                        .path("tables"))
                .hasSize(5);
        for (String other : List.of(
                "{'pattern': 't*', 'cursor': '" + cursor + "'}",
                "{'cursor': '" + cursor + "x'}",
                "{'cursor': '" + cursor.substring(1) + "'}",
                "{'cursor': 'nonsense!'}")) {
            JsonNode problem = lake.refused("list_tables", other);
            assertThat(problem.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
            assertThat(problem.path("message").asText()).contains("cursor");
        }
        assertThat(lake.refused("list_namespaces", "{'cursor': '" + cursor + "'}")
                        .path("message")
                        .asText())
                .contains("cursor");
    }

    @Test
    void argumentsOutOfBoundsAreNamed() {
        Called lake = called(good);
        for (String wrong : List.of("0", "-1", "1001", "'many'", "2.5", "99999999999")) {
            JsonNode problem = lake.refused("list_tables", "{'page_size': " + wrong + "}");
            assertThat(problem.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
            assertThat(problem.path("message").asText()).contains("page_size", wrong.replace("'", ""));
        }
        JsonNode unknown = lake.refused("list_tables", "{'patern': 'x'}");
        assertThat(unknown.path("message").asText() + unknown.path("hint").asText())
                .contains("patern", "pattern");
    }

    @Test
    void unknownPlacesAreNotFound() {
        Called lake = called(good);
        assertThat(lake.refused("list_tables", "{'catalog': 'lakes'}")
                        .path("code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        JsonNode problem = lake.refused("list_tables", "{'namespace': 'lake.sale'}");
        assertThat(problem.path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(problem.path("message").asText()).contains("sale");
    }

    @Test
    void nothingConfiguredIsSaid() {
        assertThat(called().text("list_catalogs", "{}")).contains("No catalog is configured");
    }
}
