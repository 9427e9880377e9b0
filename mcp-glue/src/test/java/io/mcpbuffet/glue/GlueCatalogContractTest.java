package io.mcpbuffet.glue;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over the wire, in pages of two with empty ones between: Iceberg and external tables, a view, and a catalog inside the catalog. */
class GlueCatalogContractTest extends CatalogContract {
    private static final String INNER = GlueStore.ACCOUNT + ":s3tablescatalog/bucket";
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get(), "The order's number"),
            Types.NestedField.optional(2, "price", Types.DecimalType.of(12, 2)));
    private static final TableRef ORDERS = new TableRef("glue", Namespace.of("shop"), "orders");

    private static GlueLake lake;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        Catalog writer = lake.writer();
        Set<TableRef> tables = new LinkedHashSet<>();
        tables.add(orders(writer));
        tables.addAll(odd(writer));
        tables.add(view());
        tables.add(inner());
        Map<TableRef, List<String>> columns = new LinkedHashMap<>();
        columns.put(ORDERS, List.of("id long", "price decimal(12, 2)"));
        columns.put(
                new TableRef("glue", Namespace.of("odd names"), "select e"),
                List.of("a int", "s struct<x: list<decimal(10, 2)>, y: map<string, date>>", "day date"));
        fixture = new CatalogFixture(lake.open(), "glue", tables, columns, Optional.of(ORDERS));
    }

    private static TableRef orders(Catalog writer) {
        lake.namespace(writer, "shop");
        Table orders = lake.create(writer, "shop", "orders", SCHEMA);
        for (int day = 0; day < 3; day++) {
            lake.append(orders, "SELECT " + day + "::BIGINT AS id, 1.25::DECIMAL(12,2) AS price", 1);
            if (day == 0) {
                long first = orders.currentSnapshot().snapshotId();
                orders.manageSnapshots().createTag("first", first).commit();
            }
        }
        return ORDERS;
    }

    /** Glue folds names to lower case. */
    private static Set<TableRef> odd(Catalog writer) {
        Set<TableRef> tables = new LinkedHashSet<>();
        lake.namespace(writer, "odd names");
        String nested = "a int; s struct<x:array<decimal(10,2)>,y:map<string,date>>";
        for (String odd : ODD_NAMES) {
            lake.create(writer, "odd names", odd, SCHEMA);
            lake.external(
                    "odd names", GlueLake.external(odd + " e", nested, "day date", "s3://lake/x", GlueLake.PARQUET));
            String folded = odd.toLowerCase(Locale.ROOT);
            tables.add(new TableRef("glue", Namespace.of("odd names"), folded));
            tables.add(new TableRef("glue", Namespace.of("odd names"), folded + " e"));
        }
        return tables;
    }

    private static TableRef view() {
        lake.external(
                "shop",
                "{\"Name\": \"cheap\", \"TableType\": \"VIRTUAL_VIEW\", \"ViewOriginalText\": \"SELECT * FROM orders\"}");
        return new TableRef("glue", Namespace.of("shop"), "cheap");
    }

    private static TableRef inner() {
        GlueStore store = lake.glue().store();
        store.catalog("s3tablescatalog/bucket");
        store.database(INNER, "{\"Name\": \"inner\"}");
        store.put(INNER, "inner", GlueLake.external("deep", "a int", "", "s3://lake/x", GlueLake.PARQUET));
        return new TableRef("glue", Namespace.of("s3tablescatalog", "bucket", "inner"), "deep");
    }

    @AfterAll
    static void close() {
        fixture.catalog().close();
        lake.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
