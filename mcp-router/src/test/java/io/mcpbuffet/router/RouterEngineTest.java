package io.mcpbuffet.router;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.EngineContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The engine as the router has it, over an Iceberg warehouse and a DuckDB file. */
class RouterEngineTest extends EngineContract {
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Samples.orders(directory.resolve("lake"));
        Samples.customers(directory.resolve("crm.duckdb"));
        server = Configured.open(
                directory,
                """
                catalogs:
                  lake: {kind: iceberg, warehouse: lake}
                  crm:  {kind: duckdb, path: crm.duckdb}
                """);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(
                server.engine(), "lake.shop.orders", "crm.main.customers", Optional.of(new AsOf.Tag(Samples.EARLIER)));
    }
}
