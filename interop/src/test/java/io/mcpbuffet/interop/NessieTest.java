package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.iceberg.s3.S3Store;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A REST catalog that others wrote: a real Nessie, with its files in the object store. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NessieTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JAR = Programs.MODULE.resolve("target/servers/nessie.jar");
    private static final int OLDEST_JAVA = 21;
    private static final Duration START = Duration.ofMinutes(3);
    private static final Schema ORDERS = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "total", Types.DecimalType.of(12, 2)));

    private S3Store store;
    private Process nessie;
    private URI uri;
    private Path config;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Optional<Path> java = java();
        assumeTrue(java.isPresent(), "Nessie wants a Java " + OLDEST_JAVA + " or newer below /usr/lib/jvm");
        store = S3Store.start().bucket("lake");
        int port = freePort();
        uri = URI.create("http://127.0.0.1:" + port + "/iceberg");
        nessie = new ProcessBuilder(command(java.get(), port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nessie.log").toFile())
                .start();
        awaitReady(directory.resolve("nessie.log").toFile());
        write(directory);
        Map<String, String> lake = new LinkedHashMap<>(store.properties());
        lake.remove("io-impl");
        lake.remove("http-client.type");
        lake.put("kind", "polaris");
        lake.put("uri", uri.toString());
        lake.put("warehouse", "warehouse");
        lake.put("allowed-locations", "s3://lake/");
        // JSON is YAML too
        config = Files.writeString(
                directory.resolve("buffet.yaml"), JSON.writeValueAsString(Map.of("catalogs", Map.of("lake", lake))));
    }

    private List<String> command(Path java, int port) {
        String s3 = "-Dnessie.catalog.service.s3.default-options.";
        return List.of(
                java.toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dnessie.version.store.type=IN_MEMORY",
                "-Dnessie.catalog.default-warehouse=warehouse",
                "-Dnessie.catalog.warehouses.warehouse.location=s3://lake/warehouse",
                s3 + "endpoint=" + store.endpoint(),
                s3 + "path-style-access=true",
                s3 + "region=" + S3Store.REGION,
                s3 + "access-key=urn:nessie-secret:quarkus:secrets.s3",
                s3 + "request-signing-enabled=false",
                "-Dsecrets.s3.name=" + S3Store.ACCESS_KEY,
                "-Dsecrets.s3.secret=" + S3Store.SECRET_KEY,
                "-jar",
                JAR.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> java() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path known = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(known)) {
            try (Stream<Path> all = Files.list(known)) {
                homes.addAll(all.sorted().toList());
            }
        }
        return homes.stream()
                .filter(home -> version(home) >= OLDEST_JAVA)
                .map(home -> home.resolve("bin/java"))
                .findFirst();
    }

    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .mapToInt(line -> Integer.parseInt(line.replaceFirst("JAVA_VERSION=\"(\\d+).*", "$1")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private void awaitReady(File log) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "/v1/config"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Instant end = Instant.now().plus(START);
        while (Instant.now().isBefore(end)) {
            assertThat(nessie.isAlive()).as(() -> text(log)).isTrue();
            if (status(request) == 200) {
                return;
            }
            nessie.waitFor(500, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("Nessie does not answer: " + text(log));
    }

    /** 0 while nobody listens. */
    private static int status(HttpRequest request) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String text(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void write(Path directory) throws IOException, SQLException {
        Map<String, String> properties = new LinkedHashMap<>(store.properties());
        properties.put("uri", uri.toString());
        properties.put("warehouse", "warehouse");
        try (RESTCatalog catalog = new RESTCatalog()) {
            catalog.initialize("nessie", properties);
            catalog.createNamespace(Namespace.of("shop"));
            Table orders = catalog.createTable(TableIdentifier.of("shop", "Order Lines"), ORDERS);
            Path file = directory.resolve("orders.parquet");
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement()) {
                statement.execute(
                        "COPY (SELECT i AS id, (i + 0.25)::DECIMAL(12, 2) AS total FROM range(1, 101) t(i)) TO '" + file
                                + "' (FORMAT parquet, FIELD_IDS {id: 1, total: 2})");
            }
            byte[] content = Files.readAllBytes(file);
            store.put("lake", "data/orders.parquet", content);
            orders.newAppend()
                    .appendFile(DataFiles.builder(orders.spec())
                            .withPath("s3://lake/data/orders.parquet")
                            .withFileSizeInBytes(content.length)
                            .withRecordCount(100)
                            .build())
                    .commit();
        }
    }

    @AfterAll
    void stop() {
        if (nessie != null) {
            nessie.destroyForcibly();
            store.close();
        }
    }

    @Test
    void isReadStepByStepByTheDoctor() {
        Programs.Ended ended = Programs.buffet("doctor", "--config", config.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("ok +list namespaces +\\d+ ms +shop")
                .containsPattern("ok +load a table +\\d+ ms +2 columns, 100 rows")
                .containsPattern("ok +read a row +\\d+ ms +1 row");
    }

    @Test
    void isQueried() throws IOException {
        Programs.Ended ended = Programs.buffet(
                "query",
                "SELECT count(*) AS n, sum(total) AS total FROM lake.shop.\"Order Lines\" WHERE id <= 10",
                "--json",
                "--config",
                config.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(JSON.readTree(ended.out()).path("rows").toString()).isEqualTo("[[10,\"57.50\"]]");
    }
}
