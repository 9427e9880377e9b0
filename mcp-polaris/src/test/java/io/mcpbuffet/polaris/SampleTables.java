package io.mcpbuffet.polaris;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;

/** Tables without data files of their own, for tests of metadata. */
final class SampleTables {
    static final String NAME = "lake";
    static final List<String> COLUMNS = List.of("id long", "at timestamptz");

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get(), "The order's number"),
            Types.NestedField.optional(2, "at", Types.TimestampType.withZone()));

    private SampleTables() {}

    /** {@code shop.orders} with three snapshots, the first of them tagged. */
    static TableRef orders(InMemoryCatalog catalog) {
        Table table = create(
                catalog,
                TableIdentifier.of("shop", "orders"),
                PartitionSpec.builderFor(SCHEMA).month("at").build());
        for (int day = 0; day < 3; day++) {
            table.newAppend().appendFile(file(table, day)).commit();
            if (day == 0) {
                table.manageSnapshots()
                        .createTag("first", table.currentSnapshot().snapshotId())
                        .commit();
            }
        }
        return new TableRef(NAME, io.mcpbuffet.model.Namespace.of("shop"), "orders");
    }

    /** Tables of odd names in namespaces of odd names. */
    static Set<TableRef> odd(InMemoryCatalog catalog) {
        Set<TableRef> tables = new LinkedHashSet<>();
        for (String name : CatalogContract.ODD_NAMES) {
            create(
                    catalog,
                    TableIdentifier.of(Namespace.of("odd", "names " + name), name),
                    PartitionSpec.unpartitioned());
            tables.add(new TableRef(NAME, io.mcpbuffet.model.Namespace.of("odd", "names " + name), name));
        }
        return tables;
    }

    static TableRef view(InMemoryCatalog catalog) {
        catalog.buildView(TableIdentifier.of("shop", "recent"))
                .withSchema(new Schema(Types.NestedField.optional(1, "id", Types.LongType.get())))
                .withQuery("duckdb", "SELECT id FROM orders")
                .withDefaultNamespace(Namespace.of("shop"))
                .create();
        return new TableRef(NAME, io.mcpbuffet.model.Namespace.of("shop"), "recent");
    }

    /** At a location of its own: one made of the name would be cut at a question mark by the writer. */
    static Table create(InMemoryCatalog catalog, TableIdentifier id, String location) {
        namespaces(catalog, id);
        return catalog.buildTable(id, SCHEMA).withLocation(location).create();
    }

    static Table create(InMemoryCatalog catalog, TableIdentifier id, PartitionSpec spec) {
        namespaces(catalog, id);
        return catalog.createTable(id, SCHEMA, spec);
    }

    static void namespaces(InMemoryCatalog catalog, TableIdentifier id) {
        for (int depth = 1; depth <= id.namespace().length(); depth++) {
            Namespace namespace = Namespace.of(Arrays.copyOf(id.namespace().levels(), depth));
            if (!catalog.namespaceExists(namespace)) {
                catalog.createNamespace(namespace);
            }
        }
    }

    static Table create(InMemoryCatalog catalog, TableIdentifier id) {
        return create(catalog, id, PartitionSpec.unpartitioned());
    }

    private static DataFile file(Table table, int day) {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + day + ".parquet")
                .withFileSizeInBytes(1000)
                .withPartitionPath("at_month=" + (672 + day))
                .withRecordCount(10)
                .build();
    }
}
