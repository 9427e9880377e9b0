package io.mcpbuffet.glue;

import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.EngineContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The engine over an Iceberg table and a partitioned external one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GlueEngineContractTest extends EngineContract {
    private static final Schema ORDERS_SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "customer_id", Types.IntegerType.get()),
            Types.NestedField.optional(3, "total", Types.DecimalType.of(12, 2)),
            Types.NestedField.optional(4, "note", Types.StringType.get()));

    private GlueLake lake;
    private FederatedEngine engine;
    private AsOf earlier;

    @BeforeAll
    void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        Catalog writer = lake.writer();
        lake.namespace(writer, "shop");
        Table orders = lake.create(writer, "shop", "orders", ORDERS_SCHEMA);
        lake.append(orders, rows(1, EARLIER_ORDERS), EARLIER_ORDERS);
        earlier = new AsOf.SnapshotId(orders.currentSnapshot().snapshotId());
        lake.append(orders, rows(EARLIER_ORDERS + 1, ORDERS), ORDERS - EARLIER_ORDERS);
        lake.external(
                "shop", GlueLake.external("customers", "name string", "id int", "s3://lake/crm", GlueLake.PARQUET));
        for (int id = 0; id < 10; id++) {
            lake.put("crm/id=" + id + "/0.parquet", Duck.parquet("SELECT 'c" + id + "' AS Name"));
            lake.partition("shop", "customers", Integer.toString(id), "s3://lake/crm/id=" + id);
        }
        engine = lake.engine(Map.of());
    }

    private static String rows(int from, int to) {
        return "SELECT i::BIGINT AS id, (i % 10)::INTEGER AS customer_id, (i + 0.25)::DECIMAL(12, 2) AS total,"
                + " CASE WHEN i % 7 <> 0 THEN 'n' || i END AS note FROM range(" + from + ", " + (to + 1) + ") t(i)";
    }

    @AfterAll
    void close() {
        engine.close();
        lake.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(engine, "glue.shop.orders", "glue.shop.customers", Optional.of(earlier));
    }
}
