package io.mcpbuffet.router;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.spi.EngineContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/** The tables of the engine contract: orders as an Iceberg table with a history, customers in a DuckDB file. */
public final class Samples {
    /** The tag of the orders when there were few. */
    static final String EARLIER = "early";

    private static final Schema ORDERS = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "customer_id", Types.IntegerType.get()),
            Types.NestedField.optional(3, "total", Types.DecimalType.of(12, 2)),
            Types.NestedField.optional(4, "note", Types.StringType.get()));

    private Samples() {}

    /** {@code crm.main.customers} in a DuckDB file. */
    public static void customers(Path file) {
        execute(
                file.toString(),
                "CREATE TABLE customers AS SELECT i::INTEGER AS id, 'c' || i AS name FROM range(10) t(i)");
    }

    /** {@code shop.orders} in a warehouse. */
    public static void orders(Path warehouse) throws IOException {
        Table table = LocalCatalog.writing(warehouse).createTable(TableIdentifier.of("shop", "orders"), ORDERS);
        append(table, warehouse.resolve("few.parquet"), 1, EngineContract.EARLIER_ORDERS);
        table.manageSnapshots()
                .createTag(EARLIER, table.currentSnapshot().snapshotId())
                .commit();
        append(table, warehouse.resolve("more.parquet"), EngineContract.EARLIER_ORDERS + 1, EngineContract.ORDERS);
    }

    private static void append(Table table, Path file, int first, int last) throws IOException {
        execute(
                "",
                ("COPY (SELECT i::BIGINT AS id, (i %% 10)::INTEGER AS customer_id, (i + 0.25)::DECIMAL(12, 2) AS total,"
                                + " CASE WHEN i %% 7 <> 0 THEN 'n' || i END AS note FROM range(%d, %d) t(i)) TO '%s'"
                                + " (FORMAT parquet, FIELD_IDS {id: 1, customer_id: 2, total: 3, note: 4})")
                        .formatted(first, last + 1, file));
        DataFile data = DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(file.toString())
                .withFileSizeInBytes(Files.size(file))
                .withRecordCount(last - first + 1L)
                .build();
        table.newAppend().appendFile(data).commit();
    }

    /** Runs statements in a DuckDB file, or in memory where it is empty. */
    static void execute(String file, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
