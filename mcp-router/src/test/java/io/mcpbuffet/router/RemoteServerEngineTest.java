package io.mcpbuffet.router;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.EngineContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The router's engine over tables of two servers, one over standard input and output and one over HTTP. */
class RemoteServerEngineTest extends EngineContract {
    private static OurServer crm;
    private static BuffetServer router;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Samples.orders(directory.resolve("warehouse"));
        Samples.customers(directory.resolve("crm.duckdb"));
        crm = OurServer.overHttp(
                "duckdb", "--path", directory.resolve("crm.duckdb").toString());
        router = OurServer.router(
                directory,
                "",
                Map.of(
                        "lake",
                        OurServer.overStdio(
                                "--kind",
                                "iceberg",
                                "--warehouse",
                                directory.resolve("warehouse").toString()),
                        "crm",
                        crm));
    }

    @AfterAll
    static void close() {
        router.close();
        crm.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(
                router.engine(), "lake.shop.orders", "crm.main.customers", Optional.of(new AsOf.Tag(Samples.EARLIER)));
    }
}
