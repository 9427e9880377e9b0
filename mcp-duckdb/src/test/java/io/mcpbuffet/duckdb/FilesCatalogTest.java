package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesCatalogTest {
    private static final PageRequest ALL = PageRequest.first(1000);

    private static EngineWorkers worker;

    @TempDir
    Path outside;

    @TempDir
    Path root;

    @BeforeAll
    static void start() {
        worker = EngineWorkers.create(Limits.DEFAULT);
    }

    @AfterAll
    static void close() {
        worker.close();
    }

    private static Catalog open(Path path) {
        return new DuckDbProvider().open("files", Map.of("path", path.toString()), FakeServices.of(worker));
    }

    private static List<String> tables(Catalog catalog, String... namespace) {
        return catalog.tables(Namespace.of(namespace), ALL).items().stream()
                .map(e -> e.table().toString())
                .toList();
    }

    private Path file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void copy(String select, String target, String options) throws IOException {
        Path file = root.resolve(target);
        Files.createDirectories(file.getParent());
        Duck.run("COPY (" + select + ") TO '" + file + "' (" + options + ")");
    }

    private static TableInfo describe(Catalog catalog, String table) {
        return catalog.table(TableRef.parse(table), AsOf.LATEST);
    }

    @Test
    void theVersionOfATableChangesWithItsFiles() throws IOException {
        file("orders.csv", "a\n1\n");
        file("lines.csv", "a\n1\n");
        Catalog catalog = open(root);
        Versions versions = (Versions) catalog;
        TableRef orders = TableRef.parse(tables(catalog, "main").get(1));
        TableRef lines = TableRef.parse(tables(catalog, "main").get(0));
        Optional<String> before = versions.version(orders);
        Optional<String> other = versions.version(lines);
        assertThat(versions.version(orders)).isPresent().isEqualTo(before);
        file("orders.csv", "a,b\n1,2\n");
        assertThat(versions.version(orders)).isNotEqualTo(before);
        assertThat(versions.version(lines)).isEqualTo(other);
    }

    @Test
    void makesATableOfEachFileAndANamespaceOfEachDirectory() throws IOException {
        file("orders.csv", "a\n1\n");
        file("eu/sales/lines.json", "{\"a\": 1}");
        file("eu/rates.tsv", "a\tb\n1\t2\n");
        file("readme.txt", "no table");
        file("_delta_log/0.json", "{}");
        file(".hidden.csv", "a\n");
        try (Catalog catalog = open(root)) {
            assertThat(catalog.namespaces(Optional.empty(), ALL).items())
                    .extracting(n -> n.namespace().toString())
                    .containsExactly("main", "eu");
            assertThat(catalog.namespaces(Optional.of(Namespace.of("eu")), ALL).items())
                    .extracting(n -> n.namespace().toString())
                    .containsExactly("eu.sales");
            assertThat(tables(catalog, "main")).containsExactly("files.main.orders");
            assertThat(tables(catalog, "eu")).containsExactly("files.eu.rates");
            assertThat(tables(catalog, "eu", "sales")).containsExactly("files.eu.sales.lines");
        }
    }

    @Test
    void describesParquetWithExactRowsAndBytes() throws IOException {
        copy("SELECT i, i * 1.5::DECIMAL(9, 2) AS d, [i] AS l FROM range(777) r(i)", "p.parquet", "FORMAT parquet");
        try (Catalog catalog = open(root)) {
            TableInfo info = describe(catalog, "files.main.p");
            assertThat(info.columns())
                    .extracting(f -> f.name() + " " + f.type())
                    .containsExactly("i long", "d decimal(28, 2)", "l list<long>");
            assertThat(info.rowCount()).hasValue(777);
            assertThat(info.sizeBytes()).hasValue(Files.size(root.resolve("p.parquet")));
            assertThat(info.format()).contains("parquet");
            assertThat(info.warnings()).isEmpty();
        }
    }

    @Test
    void readsEachFormatAndCompression() throws IOException {
        copy("SELECT 1 AS a, 'x' AS b", "gz.csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip");
        copy("SELECT 1 AS a, 'x' AS b", "zst.csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd");
        copy("SELECT 1 AS a, 'x' AS b", "nd.ndjson", "FORMAT json");
        copy("SELECT 1 AS a, 'x' AS b", "jl.jsonl", "FORMAT json");
        copy("SELECT 1 AS a, 'x' AS b", "arr.json", "FORMAT json, ARRAY true");
        file("tab.tsv", "a\tb\n1\tx\n");
        try (Catalog catalog = open(root)) {
            for (String table : tables(catalog, "main")) {
                assertThat(describe(catalog, table).columns())
                        .as(table)
                        .extracting(f -> f.name() + " " + f.type())
                        .containsExactly("a long", "b string");
            }
            assertThat(tables(catalog, "main")).hasSize(6);
        }
    }

    @Test
    void makesOneTableOfHivePartitions() throws IOException {
        copy("SELECT i, i % 3 AS k FROM range(50) r(i)", "eu/orders", "FORMAT parquet, PARTITION_BY (k)");
        try (Catalog catalog = open(root)) {
            TableInfo info = describe(catalog, "files.eu.orders");
            assertThat(info.partitioning()).containsExactly("k");
            assertThat(info.columns()).extracting(f -> f.name()).containsExactly("i", "k");
            assertThat(info.rowCount()).hasValue(50);
            assertThat(info.properties()).containsEntry("files", "3");
            var source = (LocalTables.Files) ((LocalTables) catalog).source(info.table());
            assertThat(source.files()).hasSize(3);
            assertThat(source.options()).containsEntry("hive_partitioning", "true");
        }
    }

    @Test
    void makesOneTableOfPartsWhoseColumnsDiffer() throws IOException {
        copy("SELECT 1 AS a", "events.parquet/part-00000.parquet", "FORMAT parquet");
        copy("SELECT 2 AS a, 'x' AS b", "events.parquet/part-00001.parquet", "FORMAT parquet");
        file("events.parquet/_SUCCESS", "");
        try (Catalog catalog = open(root)) {
            assertThat(tables(catalog, "main")).containsExactly("files.main.events");
            TableInfo info = describe(catalog, "files.main.events");
            assertThat(info.columns()).extracting(f -> f.name()).containsExactly("a", "b");
            assertThat(info.rowCount()).hasValue(2);
        }
    }

    @Test
    void namesFilesOfOneStemByTheirWholeNames() throws IOException {
        file("a.csv", "x\n1\n");
        file("a.json", "{\"x\": 1}");
        try (Catalog catalog = open(root)) {
            assertThat(tables(catalog, "main")).containsExactly("files.main.\"a.csv\"", "files.main.\"a.json\"");
        }
    }

    @Test
    void showsOnlyWhatAGlobMatches() throws IOException {
        file("a1.csv", "x\n1\n");
        file("a2.csv", "x\n1\n");
        file("b.csv", "x\n1\n");
        try (Catalog catalog = open(root.resolve("a*.csv"))) {
            assertThat(tables(catalog, "main")).containsExactly("files.main.a1", "files.main.a2");
        }
    }

    @Test
    void followsNoLinkOutOfTheDirectory() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret.csv"), "password\nhunter2\n");
        Files.createSymbolicLink(root.resolve("leak.csv"), secret);
        Files.createSymbolicLink(root.resolve("all"), outside);
        Path inside = file("real.csv", "a\n1\n");
        Files.createSymbolicLink(root.resolve("alias.csv"), inside);
        try (Catalog catalog = open(root)) {
            assertThat(tables(catalog, "main")).containsExactly("files.main.alias", "files.main.real");
            assertThat(catalog.namespaces(Optional.empty(), ALL).items()).hasSize(1);
            // Listings are remembered for two seconds: a link put in place of a listed file is not read either.
            Files.delete(inside);
            Files.createSymbolicLink(inside, secret);
            assertCode(
                    () -> ((LocalTables) catalog).source(TableRef.parse("files.main.real")),
                    ErrorCode.NOT_FOUND,
                    "is gone");
            assertCode(() -> describe(catalog, "files.main.real"), ErrorCode.NOT_FOUND, "is gone");
        }
    }

    @Test
    void noticesThatAFileHasChanged() throws IOException {
        file("t.csv", "a\n1\n");
        try (Catalog catalog = open(root)) {
            assertThat(describe(catalog, "files.main.t").columns()).hasSize(1);
            file("t.csv", "a,b\n1,2\n");
            assertThat(describe(catalog, "files.main.t").columns()).hasSize(2);
        }
    }

    @Test
    void readsNamesWithQuotesAndSpaces() throws IOException {
        file("it's \"me\".csv", "a\n1\n");
        try (Catalog catalog = open(root)) {
            assertThat(tables(catalog, "main")).containsExactly("files.main.\"it's \"\"me\"\"\"");
            assertThat(describe(catalog, "files.main.\"it's \"\"me\"\"\"").columns())
                    .hasSize(1);
        }
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        file("bad.parquet", "xx");
        file("good.csv", "a\n1\n");
        try (Catalog catalog = open(root)) {
            assertThat(tables(catalog, "main")).hasSize(2);
            assertCode(() -> describe(catalog, "files.main.bad"), ErrorCode.UNSUPPORTED, "bad.parquet cannot be read");
            assertThat(describe(catalog, "files.main.good").columns()).hasSize(1);
        }
    }

    @Test
    void refusesTimeTravelAndUnknownNames() throws IOException {
        file("orders.csv", "a\n1\n");
        try (Catalog catalog = open(root)) {
            TableRef table = TableRef.parse("files.main.orders");
            assertCode(() -> catalog.table(table, new AsOf.Tag("v1")), ErrorCode.UNSUPPORTED, "no past states");
            assertCode(() -> catalog.tables(Namespace.of("nope"), ALL), ErrorCode.NOT_FOUND, "nope");
            assertThatThrownBy(() -> describe(catalog, "files.main.order"))
                    .isInstanceOfSatisfying(
                            LakeException.class, e -> assertThat(e.hint()).contains("files.main.orders"));
        }
    }

    private static void assertCode(Runnable call, ErrorCode code, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(LakeException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(message);
        });
    }
}
