package io.mcpbuffet.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
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
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    private Map<String, String> configured;
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
        configured = properties;
        catalog = over(DiskCache.in(directory.resolve("cache"), 16 << 20));
    }

    private IcebergCatalog over(DiskCache cache) {
        return IcebergCatalog.of("lake", jdbc(configured), CachedFiles.of(cache, "lake", configured));
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
        assertThat(failure.catalog()).hasValue("lake");
        assertThat(copies()).isEmpty();
        return failure;
    }

    /** Once the store is well again. */
    private void works(int number) throws IOException {
        store.faults().mend();
        try (LocalFile file = fetch(plan(), number)) {
            assertThat(Files.readAllBytes(file.path())).isEqualTo(new byte[LENGTH]);
        }
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
        works(1);
    }

    @Test
    void aBusyStoreIsToBeAskedAgain() throws IOException {
        store.faults().overload("1.parquet");
        assertThat(failure(plan(), 1).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        works(1);
    }

    @Test
    void aVanishedFileNamesItself() throws IOException {
        ScanPlan plan = plan();
        store.remove("lake", "warehouse/sales/orders/data/1.parquet");
        LakeException gone = failure(plan, 1);
        assertThat(gone.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(gone).hasMessageContaining("gone").hasMessageContaining(TABLE.toString());
        works(2);
    }

    @Test
    void halfABodyIsNoCopy() throws IOException {
        store.faults().breakOff("1.parquet", LENGTH / 2);
        assertThat(failure(plan(), 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        works(1);
    }

    @Test
    void anOverwrittenFileIsNoCopy() throws IOException {
        ScanPlan plan = plan();
        store.put("lake", "warehouse/sales/orders/data/1.parquet", new byte[LENGTH - 1]);
        assertThat(failure(plan, 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aSlowStoreIsLeftWhenTheQueryIsCancelled() throws Exception {
        ScanPlan plan = plan();
        store.faults().slow("1.parquet", Duration.ofMillis(100));
        long before = store.faults().bytes();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<LocalFile> fetch = pool.submit(() -> fetch(plan, 1));
            while (store.faults().bytes() == before) {
                Thread.onSpinWait();
            }
            pool.shutdownNow();
            ExecutionException failed =
                    catchThrowableOfType(ExecutionException.class, () -> fetch.get(60, TimeUnit.SECONDS));
            assertThat(failed.getCause()).isInstanceOfSatisfying(LakeException.class, cancelled -> {
                assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED);
                assertThat(cancelled).hasMessageContaining("1.parquet");
            });
        } finally {
            pool.shutdownNow();
        }
        assertThat(copies()).isEmpty();
        works(1);
    }

    @Test
    void aFullDiskIsNoCopy() throws IOException {
        try (FileSystem disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                        .setAttributeViews("basic", "posix")
                        .setMaxSize(LENGTH + LENGTH / 2)
                        .build());
                IcebergCatalog small = over(DiskCache.in(disk.getPath("/cache"), 1L << 30))) {
            ScanPlan plan = small.pin(TABLE, AsOf.LATEST).plan();
            try (LocalFile held = fetch(plan, 0)) {
                LakeException full = catchThrowableOfType(LakeException.class, () -> fetch(plan, 1));
                assertThat(full.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(full).hasMessageContaining("/cache").hasMessageContaining("full");
                assertThat(full.catalog()).hasValue("lake");
                assertThat(held.path()).hasSize(LENGTH);
            }
            try (LocalFile next = fetch(plan, 1)) {
                assertThat(next.path()).hasSize(LENGTH);
            }
        }
    }

    @Test
    void tellsWhichFilesAreHere() throws IOException {
        ScanPlan plan = plan();
        String location = plan.files().get(0).location();
        assertThat(plan.access().isNear(location, LENGTH)).isFalse();
        plan.access().fetch(location, LENGTH).close();
        assertThat(plan.access().isNear(location, LENGTH)).isTrue();
        assertThat(plan.access().isNear(location, LENGTH - 1)).isFalse();
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
