package io.mcpbuffet.demo;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/** The catalog {@code crm}: customers with nested columns and a deletion vector (v3), tickets with an equality delete. */
final class CrmTables {
    private static final Namespace PEOPLE = Namespace.of("people");

    private static final Schema CUSTOMERS = new Schema(
            Types.NestedField.required(1, "customer_id", Types.LongType.get(), "Number of the customer"),
            Types.NestedField.optional(2, "name", Types.StringType.get()),
            Types.NestedField.optional(3, "segment", Types.StringType.get(), "consumer, business or public"),
            Types.NestedField.optional(
                    4,
                    "address",
                    Types.StructType.of(
                            Types.NestedField.optional(5, "city", Types.StringType.get()),
                            Types.NestedField.optional(
                                    6, "country", Types.StringType.get(), "ISO 3166 code of two letters"))),
            Types.NestedField.optional(7, "tags", Types.ListType.ofOptional(8, Types.StringType.get())),
            Types.NestedField.optional(9, "since", Types.DateType.get(), "First contact"));

    private static final Schema TICKETS = new Schema(
            Types.NestedField.required(1, "ticket_id", Types.LongType.get()),
            Types.NestedField.required(2, "customer_id", Types.LongType.get(), "crm.people.customers.customer_id"),
            Types.NestedField.optional(3, "opened_at", Types.TimestampType.withZone()),
            Types.NestedField.optional(4, "topic", Types.StringType.get(), "delivery, billing, product or other"),
            Types.NestedField.optional(5, "minutes", Types.IntegerType.get(), "Time spent on it"));

    private final LocalCatalog catalog;
    private final Parquet parquet;

    CrmTables(LocalCatalog catalog, Parquet parquet) {
        this.catalog = catalog;
        this.parquet = parquet;
    }

    void make() {
        customers();
        tickets();
    }

    private void customers() {
        Table table = catalog.createTable(
                TableIdentifier.of(PEOPLE, "customers"),
                CUSTOMERS,
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "3", "comment", "Customers, one row each"));
        DataFile file = parquet.data(
                table,
                table.schema(),
                "customers",
                null,
                """
                SELECT i + 1 AS customer_id, 'Customer ' || (i + 1) AS name,
                    ['consumer', 'consumer', 'business', 'public'][(hash(i) % 4)::INTEGER + 1] AS segment,
                    {'city': ['Berlin', 'Paris', 'Madrid', 'Wien', 'Praha'][(hash(i * 3) % 5)::INTEGER + 1],
                     'country': ['DE', 'FR', 'ES', 'AT', 'CZ'][(hash(i * 3) % 5)::INTEGER + 1]} AS address,
                    [x FOR x IN ['newsletter', 'vip', 'beta'] IF hash(x || i) % 3 = 0] AS tags,
                    DATE '2020-01-01' + (hash(i * 13) % 2100)::INTEGER AS since
                FROM range(0, 20000) t(i)""");
        table.newAppend().appendFile(file).commit();
        erase(table, file, "customer_id % 1000 = 0");
        SimulatedTime.apply(table, List.of(SalesTables.endOf(0), SalesTables.endOf(4)));
    }

    /** Deletes rows with a deletion vector. */
    private void erase(Table table, DataFile file, String condition) {
        RowDelta delta = table.newRowDelta();
        DeletionVectors.of(table, List.of(file), each -> parquet.positionsWhere(each, condition))
                .forEach(delta::addDeletes);
        delta.commit();
    }

    private void tickets() {
        Table table = catalog.createTable(
                TableIdentifier.of(PEOPLE, "tickets"),
                TICKETS,
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "2", "comment", "Support tickets"));
        String sql =
                """
                SELECT i + 1 AS ticket_id, (hash(i * 17) %% 20000)::BIGINT + 1 AS customer_id,
                    TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds((i * 200)::BIGINT) AS opened_at,
                    ['delivery', 'billing', 'product', 'other'][(hash(i * 19) %% 4)::INTEGER + 1] AS topic,
                    (hash(i * 23) %% 240)::INTEGER AS minutes
                FROM range(%d, %d) t(i)""";
        table.newAppend()
                .appendFile(parquet.data(table, table.schema(), "tickets-1", null, sql.formatted(0, 40_000)))
                .commit();
        table.newRowDelta()
                .addDeletes(parquet.equal(
                        table, "spam", "ticket_id", "SELECT range * 400 + 1 AS ticket_id FROM range(0, 100)"))
                .commit();
        table.newAppend()
                .appendFile(parquet.data(table, table.schema(), "tickets-2", null, sql.formatted(40_000, 75_000)))
                .commit();
        SimulatedTime.apply(
                table,
                List.of(
                        SalesTables.endOf(2),
                        SalesTables.endOf(2).plusSeconds(3600),
                        Instant.parse("2026-07-01T00:00:00Z")));
    }
}
