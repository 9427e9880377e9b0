package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Glue knows of databases and tables, as it is shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DescriptionTest {
    private static final String OTHER = "444455556666";
    private static final Namespace CRM = Namespace.of("crm");

    private GlueLake lake;
    private GlueStore store;
    private GlueCatalog catalog;

    @BeforeAll
    void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        store = lake.glue().store();
        store.database(
                GlueStore.ACCOUNT,
                "{\"Name\": \"crm\", \"Description\": \"Customers\", \"Parameters\": {\"owner\": \"ann\"}}");
        store.database(GlueStore.ACCOUNT, "{\"Name\": \"bare\"}");
        lake.external(
                "crm",
                "{\"Name\": \"people\", \"TableType\": \"EXTERNAL_TABLE\", \"Description\": \"All people\", \"Owner\":"
                        + " \"ben\", \"StorageDescriptor\": {\"Location\": \"s3://lake/people\", \"Columns\": [{\"Name\":"
                        + " \"id\", \"Type\": \"bigint\", \"Comment\": \"Their number\"}, {\"Name\": \"pay\", \"Type\":"
                        + " \"decimal(10,2)\"}, {\"Name\": \"born\", \"Type\": \"date\"}, {\"Name\": \"name\", \"Type\":"
                        + " \"string\"}], \"SerdeInfo\": {\"SerializationLibrary\": \"" + GlueLake.PARQUET + "\"}},"
                        + " \"PartitionKeys\": [{\"Name\": \"country\", \"Type\": \"string\", \"Comment\": \"ISO\"}],"
                        + " \"Parameters\": {\"recordCount\": \"42\", \"sizeKey\": \"1000\", \"note\": \"kept\","
                        + " \"db.password\": \"hidden-canary\"}}");
        catalog = (GlueCatalog) lake.open();
    }

    @AfterAll
    void close() {
        catalog.close();
        lake.close();
    }

    private static TableRef ref(String table) {
        return new TableRef("glue", CRM, table);
    }

    private static TableRef ref(Namespace namespace, String table) {
        return new TableRef("glue", namespace, table);
    }

    @Test
    void showsDatabasesWithCommentsAndOwners() {
        assertThat(catalog.namespaces(Optional.empty(), PageRequest.first(10)).items())
                .contains(
                        new NamespaceEntry(Namespace.of("bare"), Optional.empty()),
                        new NamespaceEntry(CRM, Optional.of("Customers (owner: ann)")));
    }

    @Test
    void describesAnExternalTable() {
        TableInfo info = catalog.table(ref("people"), AsOf.LATEST);
        assertThat(info.kind()).isEqualTo(TableKind.EXTERNAL);
        assertThat(info.format()).contains("parquet");
        assertThat(info.location()).contains("s3://lake/people");
        assertThat(info.comment()).contains("All people");
        assertThat(info.partitioning()).containsExactly("country");
        assertThat(info.columns())
                .extracting(field -> field.name() + " " + field.type())
                .containsExactly("id long", "pay decimal(10, 2)", "born date", "name string", "country string");
        assertThat(info.columns().get(0).comment()).contains("Their number");
        assertThat(info.rowCount()).hasValue(42);
        assertThat(info.sizeBytes()).hasValue(1000);
        assertThat(info.warnings()).anyMatch(text -> text.contains("not a count"));
        assertThat(info.properties())
                .containsEntry("owner", "ben")
                .containsEntry("note", "kept")
                .containsEntry("db.password", "***")
                .containsKey("glue.version");
    }

    @Test
    void saysThatExternalTablesKeepNoPast() {
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> catalog.table(ref("people"), new AsOf.SnapshotId(1)));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("glue.crm.people");
    }

    @Test
    void showsTheVersionsOfATable() {
        lake.external("crm", GlueLake.external("changed", "a int", "", "s3://lake/changed", GlueLake.PARQUET));
        Optional<String> before = catalog.version(ref("changed"));
        for (String columns : List.of("a int; b string", "a int; b string; c date")) {
            store.change("crm", GlueLake.external("changed", columns, "", "s3://lake/changed", GlueLake.PARQUET));
        }
        List<List<Object>> history = rows(ref("changed"), MetadataView.HISTORY);
        assertThat(history).extracting(row -> row.get(0)).containsExactly("2", "1", "0");
        assertThat(history).extracting(row -> row.get(2)).containsExactly("3", "2", "1");
        assertThat(rows(ref("changed"), MetadataView.SCHEMAS).get(1)).containsExactly("1", "a int, b string");
        try (GlueCatalog fresh = (GlueCatalog) lake.open()) {
            assertThat(fresh.version(ref("changed"))).isPresent().isNotEqualTo(before);
        }
    }

    private List<List<Object>> rows(TableRef table, MetadataView view) {
        List<List<Object>> rows = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<List<Object>> page = catalog.inspect(table, view, AsOf.LATEST, new PageRequest(2, cursor))
                    .rows();
            rows.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return rows;
    }

    @Test
    void showsPartitionsAndPropertiesAsMetadata() {
        lake.external("crm", GlueLake.external("parts", "a int", "y int; m int", "s3://lake/parts", GlueLake.PARQUET));
        for (int month = 1; month <= 5; month++) {
            lake.partition("crm", "parts", "2026/" + month, "s3://lake/parts/" + month);
        }
        List<List<Object>> partitions = rows(ref("parts"), MetadataView.PARTITIONS);
        assertThat(partitions).hasSize(5);
        assertThat(partitions.get(2)).containsExactly("y=2026/m=3", "s3://lake/parts/3");
        assertThat(rows(ref("people"), MetadataView.PROPERTIES)).contains(List.of("db.password", "***"));
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> rows(ref("parts"), MetadataView.MANIFESTS));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void knowsVersionsFromAListingWithoutAskingAgain() {
        try (GlueCatalog fresh = (GlueCatalog) lake.open()) {
            fresh.tables(CRM, PageRequest.first(100));
            long asked = lake.glue().count("GetTable");
            assertThat(fresh.version(ref("people"))).isPresent();
            assertThat(lake.glue().count("GetTable")).isEqualTo(asked);
        }
    }

    private void statistics() {
        store.statistics(
                "crm",
                "people",
                "id",
                "{\"Type\": \"LONG\", \"LongColumnStatisticsData\": {\"MinimumValue\": 1, \"MaximumValue\": 99,"
                        + " \"NumberOfNulls\": 0, \"NumberOfDistinctValues\": 42}}");
        store.statistics(
                "crm",
                "people",
                "pay",
                "{\"Type\": \"DECIMAL\", \"DecimalColumnStatisticsData\": {\"MinimumValue\": {\"UnscaledValue\": \"ew==\","
                        + " \"Scale\": 2}, \"NumberOfNulls\": 3, \"NumberOfDistinctValues\": 5}}");
        store.statistics(
                "crm",
                "people",
                "born",
                "{\"Type\": \"DATE\", \"DateColumnStatisticsData\": {\"MinimumValue\": 0, \"MaximumValue\": 86400,"
                        + " \"NumberOfNulls\": 1, \"NumberOfDistinctValues\": 2}}");
        store.statistics(
                "crm",
                "people",
                "name",
                "{\"Type\": \"STRING\", \"StringColumnStatisticsData\": {\"MaximumLength\": 9, \"AverageLength\": 4.5,"
                        + " \"NumberOfNulls\": 7, \"NumberOfDistinctValues\": 40}}");
    }

    @Test
    void profilesByTheStatisticsOfGlue() {
        statistics();
        TableFigures figures = catalog.figures(ref("people"), AsOf.LATEST, List.of());
        assertThat(figures.rows().orElseThrow().value()).isEqualTo(42L);
        assertThat(figures.rows().orElseThrow().exact()).isFalse();
        assertThat(figures.columns())
                .extracting(OfColumn::name)
                .containsExactly("id", "pay", "born", "name", "country");
        OfColumn id = figures.columns().get(0);
        assertThat(id.min().orElseThrow().value()).isEqualTo(1L);
        assertThat(id.max().orElseThrow().value()).isEqualTo(99L);
        assertThat(id.nulls().orElseThrow().value()).isEqualTo(0L);
        assertThat(id.distinct().orElseThrow().value()).isEqualTo(42L);
        assertThat(id.distinct().orElseThrow().note()).contains("Glue", "2025-11-24");
        assertThat(figures.columns().get(1).min().orElseThrow().value()).isEqualTo("1.23");
        assertThat(figures.columns().get(1).max()).isEmpty();
        assertThat(figures.columns().get(2).max().orElseThrow().value()).isEqualTo("1970-01-02");
        assertThat(figures.columns().get(3).nulls().orElseThrow().value()).isEqualTo(7L);
        assertThat(figures.columns().get(4).nulls()).isEmpty();
        assertThat(catalog.table(ref("people"), AsOf.LATEST).properties())
                .containsEntry("statistics.id", "min 1, max 99, 0 nulls, about 42 distinct");
        assertThat(catalog.figures(ref("people"), AsOf.LATEST, List.of("born")).columns())
                .hasSize(1);
        assertThat(catchThrowableOfType(
                                LakeException.class, () -> catalog.figures(ref("people"), AsOf.LATEST, List.of("wage")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void saysThatGlueKeepsNoStatistics() {
        lake.external("crm", GlueLake.external("silent", "a int", "", "s3://lake/silent", GlueLake.PARQUET));
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> catalog.figures(ref("silent"), AsOf.LATEST, List.of()));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.hint()).contains("mode sample");
    }

    @Test
    void describesProfilesAndComparesIcebergTables() {
        var writer = lake.writer();
        lake.namespace(writer, "ice");
        Table table = lake.create(
                writer, "ice", "orders", new Schema(Types.NestedField.required(1, "id", Types.LongType.get(), "No.")));
        lake.append(table, "SELECT 1::BIGINT AS id", 1);
        long first = table.currentSnapshot().snapshotId();
        lake.append(table, "SELECT 2::BIGINT AS id", 1);
        TableRef orders = ref(Namespace.of("ice"), "orders");
        TableInfo info = catalog.table(orders, AsOf.LATEST);
        assertThat(info.kind()).isEqualTo(TableKind.TABLE);
        assertThat(info.format()).contains("iceberg/parquet");
        assertThat(info.rowCount()).hasValue(2);
        assertThat(info.columns().get(0).comment()).contains("No.");
        assertThat(catalog.figures(orders, AsOf.LATEST, List.of())
                        .rows()
                        .orElseThrow()
                        .value())
                .isEqualTo(2L);
        assertThat(catalog.changes(orders, new AsOf.SnapshotId(first), AsOf.LATEST)
                        .addedRows())
                .isEqualTo(1);
        assertThat(catalog.version(orders).orElseThrow()).endsWith(".metadata.json");
    }

    @Test
    void followsResourceLinksToOtherAccounts() {
        store.account(OTHER);
        store.database(OTHER, "{\"Name\": \"shared\"}");
        store.put(OTHER, "shared", GlueLake.external("there", "x int", "", "s3://lake/there", GlueLake.PARQUET));
        lake.external(
                "crm",
                "{\"Name\": \"here\", \"TargetTable\": {\"CatalogId\": \"" + OTHER
                        + "\", \"DatabaseName\": \"shared\", \"Name\": \"there\"}}");
        TableInfo info = catalog.table(ref("here"), AsOf.LATEST);
        assertThat(info.table()).isEqualTo(ref("here"));
        assertThat(info.location()).contains("s3://lake/there");
        try (GlueCatalog other = (GlueCatalog) lake.open(Map.of("glue.id", OTHER))) {
            assertThat(other.namespaces(Optional.empty(), PageRequest.first(10)).items())
                    .extracting(entry -> entry.namespace().toString())
                    .containsExactly("shared");
            assertThat(other.table(ref(Namespace.of("shared"), "there"), AsOf.LATEST)
                            .columns())
                    .hasSize(1);
        }
    }

    @Test
    void showsCatalogsInsideTheDataCatalogAsNamespaces() {
        String inner = GlueStore.ACCOUNT + ":s3tablescatalog/bucket";
        store.catalog("s3tablescatalog/bucket");
        store.database(inner, "{\"Name\": \"sales\"}");
        store.put(inner, "sales", GlueLake.external("deep", "a int", "", "s3://lake/deep", GlueLake.PARQUET));
        Namespace sales = Namespace.of("s3tablescatalog", "bucket", "sales");
        try (GlueCatalog fresh = (GlueCatalog) lake.open()) {
            assertThat(names(fresh, Optional.empty())).contains("s3tablescatalog", "crm");
            assertThat(names(fresh, Optional.of(Namespace.of("s3tablescatalog"))))
                    .containsExactly("s3tablescatalog.bucket");
            assertThat(fresh.tables(sales, PageRequest.first(10)).items())
                    .extracting(TableEntry::table)
                    .containsExactly(ref(sales, "deep"));
            assertThat(fresh.table(ref(sales, "deep"), AsOf.LATEST).location()).contains("s3://lake/deep");
        }
        try (GlueCatalog flat = (GlueCatalog) lake.open(Map.of("nested-catalogs", "false"))) {
            assertThat(names(flat, Optional.empty())).doesNotContain("s3tablescatalog");
        }
    }

    private static List<String> names(GlueCatalog catalog, Optional<Namespace> parent) {
        return catalog.namespaces(parent, PageRequest.first(100)).items().stream()
                .map(entry -> entry.namespace().toString())
                .toList();
    }
}
