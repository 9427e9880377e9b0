package io.mcpbuffet.iceberg.local;

import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/** A warehouse of tables without data files of their own, for tests of metadata. */
public final class SampleWarehouse {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get(), "The order's number"),
            Types.NestedField.optional(2, "at", Types.TimestampType.withZone()),
            Types.NestedField.optional(3, "price", Types.DecimalType.of(12, 2)),
            Types.NestedField.optional(
                    4,
                    "lines",
                    Types.ListType.ofOptional(
                            5, Types.StructType.of(Types.NestedField.optional(6, "sku", Types.StringType.get())))));

    private SampleWarehouse() {}

    /** Makes the tables and opens the warehouse for reading. */
    public static CatalogFixture at(Path directory, String name) {
        LocalCatalog writer = LocalCatalog.writing(directory);
        Set<TableRef> tables = new LinkedHashSet<>();
        TableRef orders = new TableRef(name, Namespace.of("shop"), "orders");
        tables.add(orders);
        history(writer.createTable(
                id(orders), SCHEMA, PartitionSpec.builderFor(SCHEMA).month("at").build()));
        for (String odd : CatalogContract.ODD_NAMES) {
            TableRef table = new TableRef(name, Namespace.of("odd", "names " + odd), odd);
            writer.createTable(id(table), SCHEMA);
            tables.add(table);
        }
        LocalCatalog reader = LocalCatalog.reading(directory, directory);
        return new CatalogFixture(
                IcebergCatalog.of(name, reader, new LocalTableFiles(reader.io())),
                name,
                tables,
                columns(orders),
                Optional.of(orders));
    }

    private static Map<TableRef, List<String>> columns(TableRef orders) {
        Map<TableRef, List<String>> columns = new LinkedHashMap<>();
        columns.put(
                orders,
                List.of("id long", "at timestamptz", "price decimal(12, 2)", "lines list<struct<sku: string>>"));
        return columns;
    }

    private static void history(Table table) {
        for (int day = 0; day < 3; day++) {
            table.newAppend().appendFile(file(table, day)).commit();
            if (day == 0) {
                table.manageSnapshots()
                        .createTag("first", table.currentSnapshot().snapshotId())
                        .commit();
            }
        }
    }

    private static DataFile file(Table table, int day) {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + day + ".parquet")
                .withFileSizeInBytes(1000)
                .withPartitionPath("at_month=" + (672 + day))
                .withRecordCount(10)
                .build();
    }

    private static TableIdentifier id(TableRef table) {
        return TableIdentifier.of(
                org.apache.iceberg.catalog.Namespace.of(
                        table.namespace().levels().toArray(String[]::new)),
                table.name());
    }
}
