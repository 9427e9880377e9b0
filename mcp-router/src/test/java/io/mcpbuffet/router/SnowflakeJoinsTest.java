package io.mcpbuffet.router;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.EngineContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The router's engine over an Iceberg warehouse and a table of Snowflake. */
class SnowflakeJoinsTest extends EngineContract {
    private static StandIn account;
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Samples.orders(directory.resolve("lake"));
        account = SalesAccount.start();
        server = Configured.open(
                directory,
                """
                catalogs:
                  lake: {kind: iceberg, warehouse: lake}
                  snow: {kind: snowflake, url: "http://localhost:%d", account: acme, user: READER, password: kanari-bird-snowflake-password+/9~f=,
                         database: SALES, schema: PUBLIC}
                """
                        .formatted(account.port()));
    }

    @AfterAll
    static void close() {
        server.close();
        account.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(
                server.engine(),
                "lake.shop.orders",
                "snow.SALES.PUBLIC.CUSTOMER",
                Optional.of(new AsOf.Tag(Samples.EARLIER)));
    }
}
