package io.mcpbuffet.polaris;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.tool.FakeLake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One entry for all catalogs of a Polaris, each below a namespace of its name. */
class ServerCatalogsContractTest extends CatalogContract {
    private static PolarisStandIn server;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open() {
        server = PolarisStandIn.start("prod", "dev.eu west");
        Set<TableRef> tables = new LinkedHashSet<>();
        TableRef orders = in("prod", SampleTables.orders(server.backing("prod")));
        tables.add(orders);
        tables.add(in("prod", SampleTables.view(server.backing("prod"))));
        tables.add(in("dev.eu west", SampleTables.orders(server.backing("dev.eu west"))));
        SampleTables.odd(server.backing("dev.eu west")).forEach(each -> tables.add(in("dev.eu west", each)));
        server.table("prod", "shop", "events", "{\"name\": \"events\", \"format\": \"delta\"}");
        tables.add(in("prod", TableRef.parse("lake.shop.events")));
        Map<TableRef, List<String>> columns = new LinkedHashMap<>();
        columns.put(orders, SampleTables.COLUMNS);
        Catalog catalog = new PolarisProvider().open(SampleTables.NAME, server.properties("*"), FakeLake.services());
        fixture = new CatalogFixture(catalog, SampleTables.NAME, tables, columns, Optional.of(orders));
    }

    private static TableRef in(String catalog, TableRef table) {
        List<String> levels = new ArrayList<>(List.of(catalog));
        levels.addAll(table.namespace().levels());
        return new TableRef(table.catalog(), new Namespace(levels), table.name());
    }

    @AfterAll
    static void close() {
        fixture.catalog().close();
        server.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
