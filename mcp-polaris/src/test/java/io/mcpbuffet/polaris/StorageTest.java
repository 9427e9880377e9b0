package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.polaris.rest.Timing;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.Scannable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.credentials.ImmutableCredential;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How files are read with what a catalog vends, and what it may not make us read. */
class StorageTest {
    private static final TableRef ORDERS = TableRef.parse("lake.shop.orders");

    @TempDir
    static Path directory;

    private static RestStandIn server;

    @TempDir
    Path cache;

    @BeforeAll
    static void start() {
        server = RestStandIn.start();
        new RowTables(server, directory).orders(TableIdentifier.of("shop", "orders"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void mend() {
        server.store().faults().mend();
        server.answers().tables(Map::of).credentials(List::of);
    }

    private Catalog open(String... more) {
        Map<String, String> properties = new LinkedHashMap<>(server.properties());
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        FakeServices services = new FakeServices(null, DiskCache.in(cache, 1 << 30));
        return new PolarisProvider(Timing.system()).open("lake", properties, services);
    }

    private static ScanPlan plan(Catalog catalog, TableRef table) {
        return ((Scannable) catalog).pin(table, AsOf.LATEST).plan();
    }

    private static int fetchAll(ScanPlan plan) {
        int files = 0;
        for (ScanPlan.DataFile file : plan.files()) {
            try (var copy = plan.access().fetch(file.location(), file.length())) {
                assertThat(copy.path()).hasSize(file.length());
                files++;
            }
        }
        return files;
    }

    private static LakeException failure(Catalog catalog, TableRef table) {
        return catchThrowableOfType(LakeException.class, () -> fetchAll(plan(catalog, table)));
    }

    @Test
    void readsWithTheKeysOfTheConfig() {
        server.answers().tables(() -> Answers.keys(server.store()));
        try (Catalog catalog = open()) {
            assertThat(fetchAll(plan(catalog, ORDERS))).isEqualTo(2);
        }
    }

    @Test
    void readsWithTheKeysOfTheLongestPrefix() {
        server.answers()
                .tables(() -> Answers.place(server.store()))
                .credentials(() -> List.of(
                        credential("s3://", "wrong"),
                        ImmutableCredential.builder()
                                .prefix("s3://" + RestStandIn.BUCKET + "/warehouse")
                                .putAllConfig(Answers.keys(server.store()))
                                .build()));
        try (Catalog catalog = open()) {
            assertThat(fetchAll(plan(catalog, ORDERS))).isEqualTo(2);
        }
    }

    private static ImmutableCredential credential(String prefix, String secret) {
        Map<String, String> keys = new LinkedHashMap<>(Answers.keys(server.store()));
        keys.put("s3.secret-access-key", secret);
        return ImmutableCredential.builder().prefix(prefix).putAllConfig(keys).build();
    }

    @Test
    void asksForNewKeysBeforeTheOldOnesEnd() {
        AtomicInteger vended = new AtomicInteger();
        server.answers().tables(() -> {
            Map<String, String> keys = Answers.keys(server.store());
            boolean first = vended.incrementAndGet() <= 1;
            keys.put("s3.secret-access-key", first ? "ended" : keys.get("s3.secret-access-key"));
            long ends = Instant.now().plusSeconds(first ? 5 : 3600).toEpochMilli();
            keys.put("s3.session-token-expires-at-ms", Long.toString(ends));
            return keys;
        });
        try (Catalog catalog = open()) {
            assertThat(fetchAll(plan(catalog, ORDERS))).isEqualTo(2);
            assertThat(vended).hasValue(2);
        }
    }

    @Test
    void readsOnWhenTheKeysEndInTheMiddleOfAScan() {
        AtomicInteger vended = new AtomicInteger();
        server.answers().tables(() -> {
            Map<String, String> keys = Answers.keys(server.store());
            keys.put(
                    "s3.session-token-expires-at-ms",
                    Long.toString(Instant.now().plusSeconds(3600 + vended.get()).toEpochMilli()));
            if (vended.incrementAndGet() > 1) {
                server.store().faults().mend();
            }
            return keys;
        });
        try (Catalog catalog = open()) {
            ScanPlan plan = plan(catalog, ORDERS);
            ScanPlan.DataFile first = plan.files().get(0);
            plan.access().fetch(first.location(), first.length()).close();
            server.store().faults().deny(".parquet");
            assertThat(fetchAll(plan)).isEqualTo(2);
            assertThat(vended.get()).isGreaterThan(1);
        }
    }

    @Test
    void saysThatTheStoreRefuses() {
        server.answers().tables(() -> Answers.keys(server.store()));
        try (Catalog catalog = open()) {
            server.store().faults().deny(".parquet");
            LakeException failure = failure(catalog, ORDERS);
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure)
                    .hasMessageContaining("object store of catalog lake answered 403")
                    .hasMessageContaining(".parquet");
        }
    }

    @Test
    void readsWithItsOwnKeysBelowWhatIsConfigured() {
        Map<String, String> keys = Answers.keys(server.store());
        String[] own = keys.entrySet().stream()
                .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new);
        try (Catalog catalog = open(own)) {
            LakeException failure = failure(catalog, ORDERS);
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure).hasMessageContaining("outside of the storage configured");
            assertThat(failure.hint()).contains("allowed-locations");
        }
        String[] allowed = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(own),
                        java.util.stream.Stream.of("allowed-locations", "s3://lake/warehouse"))
                .toArray(String[]::new);
        try (Catalog catalog = open(allowed)) {
            assertThat(fetchAll(plan(catalog, ORDERS))).isEqualTo(2);
        }
        assertThat(server.gate().seen().get(server.gate().seen().size() - 1).headers())
                .doesNotContainKey("x-iceberg-access-delegation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://secrets/payroll.parquet",
                "s3://lake/warehouse-of-others/x.parquet",
                "s3://lake/warehouse/../secrets/x.parquet",
                "file:///etc/passwd",
                "/etc/passwd",
                "http://169.254.169.254/latest/meta-data/",
                "hdfs://namenode/x"
            })
    void readsNoFileOutsideOfTheConfiguredPlace(String location) {
        server.answers().tables(() -> Answers.keys(server.store()));
        TableIdentifier id = TableIdentifier.of("shop", "hostile" + Integer.toHexString(location.hashCode()));
        Table table = SampleTables.create(server.backing(), id);
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(location)
                        .withFormat("parquet")
                        .withFileSizeInBytes(100)
                        .withRecordCount(1)
                        .build())
                .commit();
        try (Catalog catalog = open("allowed-locations", "s3://lake/warehouse/")) {
            LakeException failure = failure(catalog, TableRef.parse("lake.shop." + id.name()));
            assertThat(failure.code()).isIn(ErrorCode.PERMISSION_DENIED, ErrorCode.UNSUPPORTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://lake/x.parquet", "abfss://lake@account.dfs.core.windows.net/x.parquet"})
    void saysWhichModuleAnotherCloudNeeds(String location) {
        server.answers().tables(() -> Answers.keys(server.store()));
        String name = "cloud" + Integer.toHexString(location.hashCode());
        Table table = SampleTables.create(server.backing(), TableIdentifier.of("shop", name));
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(location)
                        .withFormat("parquet")
                        .withFileSizeInBytes(100)
                        .withRecordCount(1)
                        .build())
                .commit();
        try (Catalog catalog = open()) {
            LakeException failure = failure(catalog, TableRef.parse("lake.shop." + name));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure.hint()).contains("docs/polaris.md");
        }
    }

    @Test
    void readsFromNoStoreThatIsNotConfigured() {
        server.answers().tables(() -> {
            Map<String, String> keys = Answers.keys(server.store());
            keys.put("s3.endpoint", "http://169.254.169.254/");
            return keys;
        });
        try (Catalog catalog = open()) {
            LakeException failure = failure(catalog, ORDERS);
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure).hasMessageContaining("169.254.169.254");
            assertThat(failure.hint()).contains("allowed-endpoints");
        }
        try (Catalog catalog = open("s3.endpoint", server.store().endpoint().toString())) {
            assertThat(fetchAll(plan(catalog, ORDERS))).isEqualTo(2);
        }
    }
}
