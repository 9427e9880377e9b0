package io.mcpbuffet.router;

import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.tool.FakeLake;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A fake among fakes that hold tables of the same names. */
class FakesThroughTheRouterTest extends CatalogContract {
    private final Lakehouse lakehouse;
    private final CatalogFixture fixture;

    FakesThroughTheRouterTest() {
        FakeCatalog catalog = filled("lake");
        lakehouse = FakeLake.of(
                FakeLake.source("other", FakeProvider.of(filled("other"))),
                FakeLake.source("lake", FakeProvider.of(catalog)),
                FakeLake.source("sales", FakeProvider.of(filled("sales"))));
        TableRef orders = TableRef.parse("lake.sales.orders");
        fixture = new CatalogFixture(
                RoutedCatalog.withHistory(lakehouse, "lake"),
                "lake",
                catalog.refs(),
                Map.of(orders, List.of("id long", "total decimal(12, 2)", "note string")),
                Optional.of(orders));
    }

    private static FakeCatalog filled(String name) {
        FakeCatalog catalog = new FakeCatalog(name)
                .with("sales.orders", FakeTable.withSnapshots(5))
                .with("sales.Orders", FakeTable.plain())
                .with("sales.eu.orders", FakeTable.plain());
        for (String odd : ODD_NAMES) {
            catalog.with(new TableRef(name, Namespace.of("odd", odd), odd), FakeTable.plain());
        }
        return catalog;
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }

    @AfterEach
    void close() {
        lakehouse.close();
    }
}
