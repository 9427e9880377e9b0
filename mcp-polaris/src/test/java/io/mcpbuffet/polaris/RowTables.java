package io.mcpbuffet.polaris;

import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.spi.EngineContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;

/** Tables with rows, in Parquet files in the object store. */
final class RowTables {
    static final String EARLIER = "earlier";

    private static final Schema ORDERS = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "customer_id", Types.IntegerType.get()),
            Types.NestedField.optional(3, "total", Types.DecimalType.of(12, 2)),
            Types.NestedField.optional(4, "note", Types.StringType.get()));
    private static final Schema CUSTOMERS = new Schema(
            Types.NestedField.required(1, "id", Types.IntegerType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    private static final Schema SAYING = new Schema(Types.NestedField.optional(1, "said", Types.StringType.get()));

    private final InMemoryCatalog catalog;
    private final S3Store store;
    private final Path directory;

    RowTables(RestStandIn server, Path directory) {
        this(server.backing(), server.store(), directory);
    }

    RowTables(InMemoryCatalog catalog, S3Store store, Path directory) {
        this.catalog = catalog;
        this.store = store;
        this.directory = directory;
    }

    /** The orders of {@link EngineContract}, in two files and two snapshots, the first of them tagged. */
    Table orders(TableIdentifier id) {
        Table table = create(id, ORDERS);
        append(table, orders(1, EngineContract.EARLIER_ORDERS), "{id: 1, customer_id: 2, total: 3, note: 4}");
        table.manageSnapshots()
                .createTag(EARLIER, table.currentSnapshot().snapshotId())
                .commit();
        append(
                table,
                orders(EngineContract.EARLIER_ORDERS + 1, EngineContract.ORDERS),
                "{id: 1, customer_id: 2, total: 3, note: 4}");
        return table;
    }

    private static String orders(int from, int to) {
        return "SELECT i AS id, (i % 10)::INTEGER AS customer_id, (i + 0.25)::DECIMAL(12, 2) AS total,"
                + " CASE WHEN i % 7 <> 0 THEN 'n' || i END AS note FROM range(" + from + ", " + (to + 1) + ") r(i)";
    }

    Table customers(TableIdentifier id) {
        Table table = create(id, CUSTOMERS);
        append(table, "SELECT i::INTEGER AS id, 'c' || i AS name FROM range(10) r(i)", "{id: 1, name: 2}");
        return table;
    }

    private Table create(TableIdentifier id, Schema schema) {
        SampleTables.namespaces(catalog, id);
        return catalog.createTable(id, schema);
    }

    /** One row of the text. */
    Table saying(TableIdentifier id, String location, String text) {
        SampleTables.namespaces(catalog, id);
        Table table = catalog.buildTable(id, SAYING).withLocation(location).create();
        append(table, "SELECT '" + text.replace("'", "''") + "' AS said", "{said: 1}");
        return table;
    }

    private void append(Table table, String sql, String fieldIds) {
        Path local = directory.resolve("part-" + System.nanoTime() + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + sql + ") TO '" + local + "' (FORMAT parquet, FIELD_IDS " + fieldIds + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        table.newAppend().appendFile(upload(table, local)).commit();
    }

    private DataFile upload(Table table, Path local) {
        String key = table.location().replaceFirst("^s3://[^/]+/", "") + "/data/" + local.getFileName();
        try {
            byte[] content = Files.readAllBytes(local);
            store.put(RestStandIn.BUCKET, key, content);
            return DataFiles.builder(table.spec())
                    .withPath("s3://" + RestStandIn.BUCKET + "/" + key)
                    .withFormat("parquet")
                    .withFileSizeInBytes(content.length)
                    .withRecordCount(rows(local))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long rows(Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery("SELECT count(*) FROM '" + file + "'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
