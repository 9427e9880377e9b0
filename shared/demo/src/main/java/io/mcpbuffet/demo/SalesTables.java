package io.mcpbuffet.demo;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/** The catalog {@code sales}: orders by month, with a column renamed and one added on the way, their lines, and a view. */
final class SalesTables {
    private static final int MONTHS = 6;
    private static final int ORDERS_PER_MONTH = 50_000;
    private static final int JANUARY_2026 = 56 * 12;
    private static final Namespace SHOP = Namespace.of("shop");

    private static final Schema ORDERS = new Schema(
            Types.NestedField.required(1, "order_id", Types.LongType.get(), "Number of the order, rising with time"),
            Types.NestedField.required(2, "customer_id", Types.LongType.get(), "crm.people.customers.customer_id"),
            Types.NestedField.required(
                    3, "ordered_at", Types.TimestampType.withZone(), "When the order was placed (UTC)"),
            Types.NestedField.optional(4, "status", Types.StringType.get(), "open, paid, shipped or returned"),
            Types.NestedField.optional(5, "total", Types.DecimalType.of(12, 2), "Sum of the lines in euros"));

    private static final Schema LINES = new Schema(
            Types.NestedField.required(1, "order_id", Types.LongType.get(), "sales.shop.orders.order_id"),
            Types.NestedField.required(2, "line", Types.IntegerType.get(), "Place in the order, from 1"),
            Types.NestedField.optional(3, "sku", Types.StringType.get(), "Article number"),
            Types.NestedField.optional(4, "quantity", Types.IntegerType.get()),
            Types.NestedField.optional(5, "price", Types.DecimalType.of(10, 2), "Price of one piece in euros"));

    private final LocalCatalog catalog;
    private final Parquet parquet;

    SalesTables(LocalCatalog catalog, Parquet parquet) {
        this.catalog = catalog;
        this.parquet = parquet;
    }

    void make() {
        orders();
        lines();
        catalog.buildView(TableIdentifier.of(SHOP, "monthly_revenue"))
                .withSchema(new Schema(
                        Types.NestedField.optional(1, "month", Types.TimestampType.withZone()),
                        Types.NestedField.optional(2, "orders", Types.LongType.get()),
                        Types.NestedField.optional(3, "revenue", Types.DecimalType.of(38, 2))))
                .withQuery(
                        "duckdb",
                        "SELECT date_trunc('month', ordered_at) AS month, count(*) AS orders, sum(amount) AS revenue FROM orders GROUP BY ALL")
                .withDefaultNamespace(SHOP)
                .withProperty("comment", "Orders and revenue by month")
                .create();
    }

    private void orders() {
        Table table = catalog.createTable(
                TableIdentifier.of(SHOP, "orders"),
                ORDERS,
                PartitionSpec.builderFor(ORDERS).month("ordered_at").build(),
                Map.of("format-version", "2", "comment", "Orders of the web shop, one row each"));
        List<Instant> times = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        for (int month = 0; month < MONTHS; month++) {
            if (month == 3) {
                table.updateSchema()
                        .renameColumn("total", "amount")
                        .addColumn("channel", Types.StringType.get(), "web, app or phone; not known before April")
                        .commit();
            }
            files.add(append(table, month));
            times.add(endOf(month));
            if (month == 2 || month == 4) {
                table.manageSnapshots()
                        .createTag(
                                "eom-2026-0" + (month + 1),
                                table.currentSnapshot().snapshotId())
                        .commit();
            }
        }
        table.newRowDelta()
                .addDeletes(parquet.positions(
                        table,
                        "cancelled-june",
                        files.get(5),
                        "SELECT range * 97 AS pos FROM range(0, " + ORDERS_PER_MONTH / 100 + ")"))
                .commit();
        times.add(endOf(5).plusSeconds(86_400));
        table.manageSnapshots()
                .createBranch("audit", table.currentSnapshot().parentId())
                .commit();
        SimulatedTime.apply(table, times);
    }

    private DataFile append(Table table, int month) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        partition.set(0, JANUARY_2026 + month);
        DataFile file = parquet.data(
                table, table.schema(), "orders-2026-0" + (month + 1), partition, ordersSql(month, month >= 3));
        table.newAppend().appendFile(file).commit();
        return file;
    }

    /** Orders grow dearer by the month, and ever more of them come from the app. */
    private static String ordersSql(int month, boolean channel) {
        return """
                SELECT id AS order_id,
                    (hash(id) %% 20000)::BIGINT + 1 AS customer_id,
                    TIMESTAMPTZ '2026-0%2$d-01 00:00:00+00' + to_seconds((i * %3$d)::BIGINT) AS ordered_at,
                    ['open', 'paid', 'shipped', 'shipped', 'returned'][(hash(id * 5) %% 5)::INTEGER + 1] AS status,
                    ((5 + hash(id * 7) %% 50000 / 100) * %6$s)::DECIMAL(12, 2) AS %4$s
                FROM (SELECT i, %1$d + i AS id FROM range(0, %5$d) t(i))"""
                .formatted(
                        month * ORDERS_PER_MONTH + 1,
                        month + 1,
                        27 * 86_400 / ORDERS_PER_MONTH,
                        channel ? "amount, " + channelSql(month) : "total",
                        ORDERS_PER_MONTH,
                        "1.0" + 2 * month);
    }

    private static String channelSql(int month) {
        int app = 15 + 5 * month;
        return "CASE WHEN hash(id * 3) %% 100 < %d THEN 'app' WHEN hash(id * 3) %% 100 < %d THEN 'phone' ELSE 'web' END AS channel"
                .formatted(app, app + 15);
    }

    private void lines() {
        Table table = catalog.createTable(
                TableIdentifier.of(SHOP, "order_lines"),
                LINES,
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "2", "comment", "Lines of the orders, two for each order"));
        List<Instant> times = new ArrayList<>();
        for (int month = 0; month < MONTHS; month++) {
            String sql =
                    """
                    SELECT %d + i // 2 AS order_id, (i %% 2 + 1)::INTEGER AS line,
                        'SKU-' || lpad((hash(i) %% 500)::VARCHAR, 4, '0') AS sku,
                        (hash(i * 5) %% 4 + 1)::INTEGER AS quantity,
                        (2 + hash(i * 11) %% 9000 / 100)::DECIMAL(10, 2) AS price
                    FROM range(0, %d) t(i)"""
                            .formatted(month * ORDERS_PER_MONTH + 1, 2 * ORDERS_PER_MONTH);
            table.newAppend()
                    .appendFile(parquet.data(table, table.schema(), "lines-2026-0" + (month + 1), null, sql))
                    .commit();
            times.add(endOf(month));
        }
        SimulatedTime.apply(table, times);
    }

    /** The first moment of the month after. */
    static Instant endOf(int month) {
        return Instant.parse("2026-0" + (month + 2) + "-01T00:00:00Z");
    }
}
