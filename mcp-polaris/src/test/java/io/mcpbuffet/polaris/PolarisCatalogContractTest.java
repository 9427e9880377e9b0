package io.mcpbuffet.polaris;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.tool.FakeLake;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Over the wire, with tokens that are checked, and files that are read with the keys that the server vends. */
class PolarisCatalogContractTest extends CatalogContract {
    private static RestStandIn server;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open() {
        server = RestStandIn.start();
        server.answers().tables(() -> Answers.keys(server.store()));
        Set<TableRef> tables = new LinkedHashSet<>();
        TableRef orders = SampleTables.orders(server.backing());
        tables.add(orders);
        tables.addAll(SampleTables.odd(server.backing()));
        tables.add(SampleTables.view(server.backing()));
        Map<TableRef, List<String>> columns = new LinkedHashMap<>();
        columns.put(orders, SampleTables.COLUMNS);
        Catalog catalog = new PolarisProvider().open(SampleTables.NAME, server.properties(), FakeLake.services());
        fixture = new CatalogFixture(catalog, SampleTables.NAME, tables, columns, Optional.of(orders));
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
