package io.mcpbuffet.snowflake;

import io.mcpbuffet.spi.EngineContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SnowflakeEngineContractTest extends EngineContract {
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(account.catalog(), "orders", "customer", Optional.empty());
    }

    /** A list literal is DuckDB's. */
    @Override
    protected Map<String, Object> values() {
        Map<String, Object> values = super.values();
        values.remove("[1, 2, NULL]");
        return values;
    }
}
