package io.mcpbuffet.router;

import io.mcpbuffet.iceberg.local.SampleWarehouse;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An Iceberg warehouse of an mcp-duckdb that listens. */
class RemoteWarehouseTest extends CatalogContract {
    private static OurServer server;
    private static BuffetServer router;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Path warehouse = directory.resolve("warehouse");
        CatalogFixture written = SampleWarehouse.at(warehouse, "lake");
        server = OurServer.overHttp("--kind", "iceberg", "--name", "inner", "--warehouse", warehouse.toString());
        router = OurServer.router(directory, "", Map.of("lake", server));
        fixture = new CatalogFixture(
                RoutedCatalog.withHistory(router.lakehouse(), "lake"),
                "lake",
                written.tables(),
                written.columns(),
                written.history());
    }

    @AfterAll
    static void close() {
        router.close();
        server.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
