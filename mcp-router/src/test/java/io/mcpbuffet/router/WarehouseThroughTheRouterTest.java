package io.mcpbuffet.router;

import io.mcpbuffet.iceberg.local.SampleWarehouse;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A local Iceberg warehouse beside another one and a DuckDB file. */
class WarehouseThroughTheRouterTest extends CatalogContract {
    private static BuffetServer server;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        CatalogFixture written = SampleWarehouse.at(directory.resolve("lake"), "lake");
        SampleWarehouse.at(directory.resolve("twin"), "twin");
        Samples.customers(directory.resolve("crm.duckdb"));
        server = Configured.open(
                directory,
                """
                catalogs:
                  twin: {kind: iceberg, warehouse: twin}
                  crm:  {kind: duckdb, path: crm.duckdb}
                  lake: {kind: iceberg, warehouse: lake}
                """);
        fixture = new CatalogFixture(
                RoutedCatalog.withHistory(server.lakehouse(), "lake"),
                "lake",
                written.tables(),
                written.columns(),
                written.history());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
