package io.mcpbuffet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.SemanticModel;
import io.mcpbuffet.config.SemanticModel.About;
import io.mcpbuffet.config.SemanticModel.Dataset;
import io.mcpbuffet.config.SemanticModel.Field;
import io.mcpbuffet.config.SemanticModel.Metric;
import io.mcpbuffet.config.SemanticModel.Relationship;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Origin;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SemanticsTest {
    private static final About NOTHING = new About(Optional.empty(), List.of(), Optional.empty());

    private final Dataset orders = new Dataset(
            "Purchase",
            "shop.orders",
            List.of("id"),
            new About(Optional.of("What people bought"), List.of("invoices"), Optional.empty()),
            List.of(
                    new Field("amount", "Purchase.\"total\"", Optional.of("money"), about("turnover")),
                    new Field("late", "ordered_at > due_at", Optional.empty(), about("overdue"))));
    private final Dataset customers = new Dataset("Customer", "DB.shop.CUSTOMERS", List.of(), NOTHING, List.of());
    private final SemanticModel model = new SemanticModel(
            List.of(orders, customers, new Dataset("q", "SELECT 1 FROM x", List.of(), NOTHING, List.of())),
            List.of(new Relationship(orders, customers, List.of("buyer"), List.of("id"))),
            List.of(new Metric("revenue", "SUM(Purchase.total)", about("takings"), List.of(orders))));
    private final Semantics semantics =
            Semantics.of(List.of(new CatalogSource("lake", FakeProvider.of(new FakeCatalog("lake")), Map.of(), model)));
    private final List<TableText> texts = List.of(
            Texts.table("lake.shop.orders", "id", "total", "buyer"),
            Texts.table("lake.shop.customers", "id", "name"),
            Texts.table("lake.hr.people", "id", "name"),
            Texts.table("other.shop.orders", "id"));

    private static About about(String synonym) {
        return new About(Optional.empty(), List.of(synonym), Optional.empty());
    }

    private List<String> found(String words) {
        return TableIndex.of(semantics.enriched(texts)).search(words, t -> true, 3).stream()
                .map(hit -> hit.table().toString())
                .toList();
    }

    @Test
    void leavesOutWhatIsComputedOfColumnsThatAreNotThere() {
        Semantics.Meant meant = semantics.of(texts.get(0).table()).orElseThrow();
        assertThat(meant.computed(List.of("id", "buyer")))
                .extracting(Field::name)
                .containsExactly("late");
        assertThat(meant.metrics(List.of("id", "buyer"))).isEmpty();
        assertThat(meant.metrics(List.of("id", "TOTAL")))
                .extracting(Metric::name)
                .containsExactly("revenue");
    }

    @Test
    void findsTablesByWhatIsSaidAboutThem() {
        for (String word : List.of("invoices", "purchase", "turnover", "overdue", "takings", "money", "bought")) {
            assertThat(found(word)).as(word).first().isEqualTo("lake.shop.orders");
        }
        assertThat(TableIndex.of(texts).search("invoices", t -> true, 3)).isEmpty();
    }

    @Test
    void relationshipsAreJoins() {
        var joins = TableIndex.of(semantics.enriched(texts))
                .joins(List.of(TableRef.parse("lake.shop.orders"), TableRef.parse("lake.shop.customers")));
        assertThat(joins).singleElement().satisfies(join -> {
            assertThat(join.getValue().column()).isEqualTo("buyer");
            assertThat(join.getValue().to()).isEqualTo(TableRef.parse("lake.shop.customers"));
            assertThat(join.getValue().origin()).isEqualTo(Origin.SEMANTIC);
        });
    }

    @Test
    void aDatasetIsTheTableOfItsCatalogWithThatName() {
        assertThat(semantics.of(TableRef.parse("lake.shop.orders"))).isPresent();
        assertThat(semantics.of(TableRef.parse("lake.shop.Customers"))).isPresent();
        assertThat(semantics.of(TableRef.parse("other.shop.orders"))).isEmpty();
        assertThat(semantics.of(TableRef.parse("lake.old.orders"))).isEmpty();
        assertThat(semantics.of(TableRef.parse("lake.hr.x"))).isEmpty();
    }

    @Test
    void tellsColumnsFromWhatIsComputed() {
        var meant = semantics.of(TableRef.parse("lake.shop.orders")).orElseThrow();
        assertThat(meant.of("total")).extracting(Field::name).containsExactly("amount");
        assertThat(meant.computed(List.of("id", "total", "buyer")))
                .extracting(Field::name)
                .containsExactly("late");
    }
}
