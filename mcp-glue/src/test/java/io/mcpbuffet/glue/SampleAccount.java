package io.mcpbuffet.glue;

import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;

/** An AWS account on this machine with the table {@code shop.orders}, for tests of programs over several catalogs. */
public final class SampleAccount implements AutoCloseable {
    /** Rows of {@code shop.orders}: ids from 1, {@code id % 10} as customer, {@code id + 0.25} as total. */
    public static final int ORDERS = 1000;

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "customer_id", Types.IntegerType.get()),
            Types.NestedField.optional(3, "total", Types.DecimalType.of(12, 2)));

    private final GlueLake lake;

    private SampleAccount(GlueLake lake) {
        this.lake = lake;
    }

    /** {@code directory} holds copies of files. */
    public static SampleAccount start(Path directory) {
        GlueLake lake = GlueLake.start(directory);
        Catalog writer = lake.writer();
        lake.namespace(writer, "shop");
        lake.append(
                lake.create(writer, "shop", "orders", SCHEMA),
                "SELECT i::BIGINT AS id, (i % 10)::INTEGER AS customer_id, (i + 0.25)::DECIMAL(12, 2) AS total FROM range(1, "
                        + (ORDERS + 1) + ") t(i)",
                ORDERS);
        return new SampleAccount(lake);
    }

    /** What a catalog of kind {@code glue} is configured with. */
    public Map<String, String> properties() {
        Map<String, String> properties = lake.properties();
        properties.remove("io-impl");
        return properties;
    }

    @Override
    public void close() {
        lake.close();
    }
}
