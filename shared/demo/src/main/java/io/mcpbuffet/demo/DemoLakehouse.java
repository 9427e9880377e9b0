package io.mcpbuffet.demo;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;

/**
 * A small lakehouse for trying things out: Iceberg catalogs {@code sales} and {@code crm}, a DuckDB file {@code ops}, and a
 * {@code buffet.yaml} over them. The same rows each time.
 */
public final class DemoLakehouse {
    private static final String READY = "ready-4";

    private static final String SEMANTICS = "sales.ossie.yaml";

    private final Path directory;

    private DemoLakehouse(Path directory) {
        this.directory = directory;
    }

    public static DemoLakehouse at(Path directory) {
        return new DemoLakehouse(directory.toAbsolutePath().normalize());
    }

    /** The configuration that serves it. */
    public Path configuration() {
        return directory.resolve("buffet.yaml");
    }

    /** Whether it is complete. */
    public boolean isReady() {
        return Files.exists(directory.resolve(READY));
    }

    /** Makes it unless it is there; waits where another process is making it, and starts over what was left half done. */
    public void ensure() throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isReady()) {
                clear();
                make();
                Files.writeString(directory.resolve(READY), "");
            }
        }
    }

    private void make() throws IOException {
        try (Parquet parquet = Parquet.open()) {
            new SalesTables(catalog("sales", "shop"), parquet).make();
            new CrmTables(catalog("crm", "people"), parquet).make();
            new OpsDatabase(directory.resolve("ops.duckdb")).make();
        }
        try (InputStream semantics = Objects.requireNonNull(DemoLakehouse.class.getResourceAsStream(SEMANTICS))) {
            Files.write(directory.resolve(SEMANTICS), semantics.readAllBytes());
        }
        Files.writeString(configuration(), CONFIGURATION);
    }

    private LocalCatalog catalog(String name, String namespace) {
        LocalCatalog catalog = LocalCatalog.writing(directory.resolve(name));
        catalog.createNamespace(Namespace.of(namespace));
        return catalog;
    }

    private void clear() throws IOException {
        for (String name : List.of("sales", "crm", "ops.duckdb", "ops.duckdb.wal", SEMANTICS, "buffet.yaml")) {
            Path path = directory.resolve(name);
            if (Files.exists(path)) {
                delete(path);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static final String CONFIGURATION =
            """
            # The demo lakehouse: two Iceberg warehouses and a DuckDB file.
            catalogs:
              sales: {kind: iceberg, warehouse: sales, semantic-model: sales.ossie.yaml, sample-values: true}
              crm:   {kind: iceberg, warehouse: crm, sample-values: true}
              ops:   {kind: duckdb, path: ops.duckdb, sample-values: true}
            """;
}
