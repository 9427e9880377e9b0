package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.SemanticModel;
import io.mcpbuffet.config.SemanticModel.About;
import io.mcpbuffet.config.SemanticModel.Dataset;
import io.mcpbuffet.config.SemanticModel.Field;
import io.mcpbuffet.config.SemanticModel.Metric;
import io.mcpbuffet.config.SemanticModel.Relationship;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContextPackToolTest {
    private static final About NOTHING = new About(Optional.empty(), List.of(), Optional.empty());

    private final List<TableSearch> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(TableSearch::close);
    }

    private static FakeTable table(String... columns) {
        List<io.mcpbuffet.model.Field> fields = new ArrayList<>();
        for (String column : columns) {
            fields.add(FakeTable.field(fields.size() + 1, column, new DataType.Scalar(DataType.Kind.STRING)));
        }
        return FakeTable.plain().columns(fields);
    }

    private static FakeCatalog shop() {
        return new FakeCatalog("lake")
                .with(
                        "shop.orders",
                        table("order_id", "customer_id", "status", "total").comment("What was bought"))
                .with("shop.customers", table("customer_id", "country", "email"))
                .with("shop.suppliers", table("supplier_id", "address"));
    }

    private static SemanticModel model() {
        Dataset orders = new Dataset(
                "orders",
                "shop.orders",
                List.of(),
                new About(Optional.empty(), List.of("purchases"), Optional.of("Leave returned orders out")),
                List.of(new Field(
                        "total",
                        "total",
                        Optional.empty(),
                        new About(Optional.of("In euros"), List.of("turnover"), Optional.empty()))));
        Dataset customers = new Dataset("customers", "shop.customers", List.of(), NOTHING, List.of());
        return new SemanticModel(
                List.of(orders, customers),
                List.of(new Relationship(orders, customers, List.of("customer_id"), List.of("customer_id"))),
                List.of(new Metric("revenue", "SUM(orders.total)", NOTHING, List.of(orders))));
    }

    private Tool tool(FakeCatalog catalog, SemanticModel model, String name) {
        CatalogSource source =
                new CatalogSource("lake", FakeProvider.of(catalog), Map.of("sample-values", "true"), model);
        Lakehouse lakehouse = FakeLake.of(source);
        TableSearch search = TableSearch.of(
                lakehouse,
                TableSearch.Settings.of(Optional.empty(), 64 << 20),
                Optional.empty(),
                text -> text.table().name().equals("orders") ? Map.of("status", List.of("open", "paid")) : Map.of(),
                Clock.systemUTC());
        open.add(search);
        return LakeTools.of(lakehouse, new FakeEngine(), search, Limits.DEFAULT, OutputForm.BOTH).stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ToolResult ask(Tool tool, String question, int tokens) {
        return tool.handler().call(Json.object().put("question", question).put("max_tokens", tokens), CallContext.NONE);
    }

    private static String context(Tool tool, String question, int tokens, String wanted) {
        String context = "";
        while (!context.contains(wanted)) {
            assertThat(Thread.interrupted()).as("too late: %s", context).isFalse();
            context = ask(tool, question, tokens).structured().path("context").asText();
        }
        return context;
    }

    @Test
    void givesTablesWithAllColumnsThenJoinsDefinitionsAndNotes() {
        Tool tool = tool(shop(), model(), ContextPackTool.NAME);
        String context = context(tool, "turnover by country of customers and status", 1000, "values such as");
        assertThat(context)
                .contains(
                        "duckdb SQL",
                        "## lake.shop.orders\norder_id string, customer_id string, status string, total string\n",
                        "## lake.shop.customers\ncustomer_id string, country string, email string\n",
                        "Joins:\nlake.shop.orders.customer_id = lake.shop.customers.customer_id\n",
                        "Definitions:\nrevenue = SUM(orders.total)\n",
                        "orders: Leave returned orders out\n",
                        "orders.total: In euros. turnover\n",
                        "orders.status: values such as 'open', 'paid'\n",
                        "orders: What was bought. purchases\n")
                .doesNotContain("guessed");
        assertThat(context.indexOf("## lake")).isLessThan(context.indexOf("Joins:"));
        assertThat(context.indexOf("Joins:")).isLessThan(context.indexOf("Notes:"));
    }

    @Test
    void saysWhichJoinsAreGuessed() {
        Tool tool = tool(shop(), SemanticModel.EMPTY, ContextPackTool.NAME);
        assertThat(context(tool, "orders of customers", 1000, "Joins:"))
                .contains("lake.shop.orders.customer_id = lake.shop.customers.customer_id (guessed by name)");
    }

    @Test
    void neverTakesMoreThanItsRoom() {
        FakeCatalog many = shop();
        for (int i = 0; i < 40; i++) {
            String[] columns = new String[1 + i * 7];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = "order_" + "abcdefgh".charAt(i % 8) + "_figure_" + c;
            }
            many.with("shop.order_" + "abcdefgh".charAt(i % 8) + "x".repeat(i), table(columns));
        }
        Tool tool = tool(many, model(), ContextPackTool.NAME);
        context(tool, "orders of customers", 4000, "values such as");
        int before = 0;
        int[] budgets = new Random(7).ints(60, 200, 8001).sorted().toArray();
        for (int tokens : budgets) {
            ToolResult result = ask(tool, "order figures of customers", tokens);
            JsonNode answer = result.structured();
            assertThat(Tokens.of(result.text())).isLessThanOrEqualTo(tokens);
            assertThat(answer.path("tokens").asInt()).isEqualTo(Tokens.of(result.text()));
            assertThat(answer.path("tables").size()).isPositive().isGreaterThanOrEqualTo(before);
            assertThat(answer.path("tables").size() + answer.path("left_out").size())
                    .isEqualTo(15);
            before = answer.path("tables").size();
        }
    }

    @Test
    void describeSaysItToo() {
        Tool describe = tool(shop(), model(), "describe");
        ToolResult result = describe.handler().call(Json.object().put("table", "lake.shop.orders"), CallContext.NONE);
        assertThat(result.structured().at("/semantics/columns/0/description").asText())
                .isEqualTo("In euros");
        assertThat(result.text())
                .contains(
                        "The semantic model says (also purchases)",
                        "total - In euros (also turnover)",
                        "revenue = SUM(orders.total)",
                        "join customer_id = shop.customers (customer_id)");
    }

    @Test
    void refusesTooLittleRoom() {
        ToolResult result = ask(tool(shop(), model(), ContextPackTool.NAME), "orders", 10);
        assertThat(result.isError()).isTrue();
        assertThat(result.text()).contains("INVALID_ARGUMENT", "200");
    }
}
