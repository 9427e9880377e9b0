package io.mcpbuffet.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.CachedFiles;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.ScanPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a table in S3, fetched through Iceberg into the file cache. */
class CachedFilesTest {
    private static final int LENGTH = 300_000;
    private static final TableRef TABLE = new TableRef("lake", Namespace.of("sales"), "orders");

    private static S3Store store;

    @TempDir
    private Path directory;

    private IcebergCatalog catalog;

    @BeforeAll
    static void start() {
        store = S3Store.start().bucket("lake");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @BeforeEach
    void open() {
        Map<String, String> properties = new LinkedHashMap<>(store.properties());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, "s3://lake/warehouse");
        properties.put(CatalogProperties.URI, "jdbc:sqlite:" + directory.resolve("catalog.db"));
        try (JdbcCatalog writer = jdbc(properties)) {
            table(writer);
        }
        properties.put("s3.retry.num-retries", "0");
        CachedFiles files = CachedFiles.of(DiskCache.in(directory.resolve("cache"), 16 << 20), "lake", properties);
        catalog = IcebergCatalog.of("lake", jdbc(properties), files);
    }

    private static JdbcCatalog jdbc(Map<String, String> properties) {
        JdbcCatalog catalog = new JdbcCatalog();
        catalog.initialize("lake", properties);
        return catalog;
    }

    @AfterEach
    void mend() {
        store.faults().mend();
        catalog.close();
    }

    private static void table(Catalog writer) {
        Schema schema = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
        Table table = writer.createTable(TableIdentifier.of("sales", "orders"), schema);
        for (int i = 0; i < 3; i++) {
            store.put("lake", "warehouse/sales/orders/data/" + i + ".parquet", new byte[LENGTH]);
            table.newAppend()
                    .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                            .withPath("s3://lake/warehouse/sales/orders/data/" + i + ".parquet")
                            .withFileSizeInBytes(LENGTH)
                            .withRecordCount(10)
                            .build())
                    .commit();
        }
    }

    private ScanPlan plan() {
        return catalog.pin(TABLE, AsOf.LATEST).plan();
    }

    private static LocalFile fetch(ScanPlan plan, int number) {
        ScanPlan.DataFile file = plan.files().stream()
                .filter(each -> each.location().endsWith("/" + number + ".parquet"))
                .findFirst()
                .orElseThrow();
        return plan.access().fetch(file.location(), file.length());
    }

    private LakeException failure(ScanPlan plan, int number) throws IOException {
        LakeException failure = catchThrowableOfType(LakeException.class, () -> fetch(plan, number));
        assertThat(failure).isNotNull();
        assertThat(failure)
                .hasMessageContaining(number + ".parquet")
                .hasMessageNotContaining("Exception")
                .hasMessageNotContaining(S3Store.SECRET_KEY)
                .hasMessageNotContaining(S3Store.ACCESS_KEY);
        assertThat(copies()).isEmpty();
        return failure;
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("cache"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("locks"))
                    .toList();
        }
    }

    @Test
    void fetchesOnlyWhatIsAskedForAndOnce() throws IOException {
        ScanPlan plan = plan();
        long before = store.faults().bytes();
        for (int i = 0; i < 3; i++) {
            try (LocalFile file = fetch(plan, 1)) {
                assertThat(file.path()).hasSize(LENGTH);
            }
        }
        assertThat(store.faults().bytes() - before).isEqualTo(LENGTH);
        assertThat(copies()).hasSize(1);
    }

    @Test
    void aDeniedFileNamesItself() throws IOException {
        store.faults().deny("1.parquet");
        assertThat(failure(plan(), 1).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @Test
    void aBusyStoreIsToBeAskedAgain() throws IOException {
        store.faults().overload("1.parquet");
        assertThat(failure(plan(), 1).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void aVanishedFileNamesItself() throws IOException {
        ScanPlan plan = plan();
        store.remove("lake", "warehouse/sales/orders/data/1.parquet");
        LakeException gone = failure(plan, 1);
        assertThat(gone.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(gone).hasMessageContaining("gone");
    }

    @Test
    void halfABodyIsNoCopy() throws IOException {
        store.faults().breakOff("1.parquet", LENGTH / 2);
        assertThat(failure(plan(), 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        store.faults().mend();
        fetch(plan(), 1).close();
    }

    @Test
    void anOverwrittenFileIsNoCopy() throws IOException {
        ScanPlan plan = plan();
        store.put("lake", "warehouse/sales/orders/data/1.parquet", new byte[LENGTH - 1]);
        assertThat(failure(plan, 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aStoreThatIsDownIsUnavailable() throws IOException {
        ScanPlan plan = plan();
        store.close();
        try {
            assertThat(failure(plan, 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        } finally {
            store = S3Store.start().bucket("lake");
        }
    }
}
