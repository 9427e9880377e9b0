package io.mcpbuffet.engine.bind;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.spi.EngineContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The engine over the tables of two DuckDB files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederatedEngineTest extends EngineContract {
    @TempDir
    private static Path directory;

    private FederatedEngine engine;

    @BeforeAll
    void open() throws Exception {
        FileTables tables = new FileTables()
                .add(
                        "shop",
                        directory,
                        "CREATE TABLE orders AS SELECT i::BIGINT AS id, (i % 10)::INTEGER AS customer_id,"
                                + " (i + 0.25)::DECIMAL(12, 2) AS total, CASE WHEN i % 7 <> 0 THEN 'n' || i END AS note"
                                + " FROM range(1, " + (ORDERS + 1) + ") t(i)")
                .add(
                        "crm",
                        directory,
                        "CREATE TABLE customers AS SELECT i::INTEGER AS id, 'c' || i AS name FROM range(10) t(i)");
        engine = new FederatedEngine(tables, EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(engine, "shop.main.orders", "crm.main.customers", Optional.empty());
    }
}
