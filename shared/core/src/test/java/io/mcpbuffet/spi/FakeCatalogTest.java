package io.mcpbuffet.spi;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class FakeCatalogTest extends CatalogContract {
    private final FakeCatalog catalog = new FakeCatalog("lake")
            .with("sales.orders", FakeTable.withSnapshots(5))
            .with("sales.Orders", FakeTable.plain())
            .with("sales.eu.orders", FakeTable.plain());

    FakeCatalogTest() {
        for (String name : ODD_NAMES) {
            catalog.with(new TableRef("lake", Namespace.of("odd", name), name), FakeTable.plain());
        }
    }

    @Override
    protected CatalogFixture fixture() {
        TableRef orders = TableRef.parse("lake.sales.orders");
        return new CatalogFixture(
                catalog,
                "lake",
                catalog.refs(),
                Map.of(orders, List.of("id long", "total decimal(12, 2)", "note string")),
                Optional.of(orders));
    }
}
