package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbCatalogTest {
    private static final PageRequest ALL = PageRequest.first(1000);

    @TempDir
    static Path directory;

    private static EngineWorkers worker;
    private static Path file;

    @TempDir
    Path own;

    @BeforeAll
    static void write() {
        worker = EngineWorkers.create(Limits.DEFAULT);
        file = Duck.write(
                directory.resolve("shop.duckdb"),
                "CREATE SCHEMA eu",
                "CREATE TABLE orders (id BIGINT PRIMARY KEY, total DECIMAL(12, 2) NOT NULL, note VARCHAR)",
                "COMMENT ON TABLE orders IS 'What was ordered'",
                "COMMENT ON COLUMN orders.total IS 'With tax'",
                "INSERT INTO orders SELECT i, i, 'n' || i FROM range(100) r(i)",
                "CREATE TABLE eu.lines (a INTEGER, b INTEGER, PRIMARY KEY (b, a))",
                "CREATE TABLE \"Order Lines\" (\"a\"\"b\" INTEGER, s STRUCT(x INTEGER, \"y z\" VARCHAR[]), e ENUM ('p', 'q'))",
                "CREATE VIEW big AS SELECT id, total FROM orders WHERE total > 50",
                "COMMENT ON VIEW big IS 'Over fifty'");
    }

    @AfterAll
    static void close() {
        worker.close();
    }

    private static Catalog open(Path path, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("path", path.toString());
        return new DuckDbProvider().open("shop", properties, FakeServices.of(worker));
    }

    private static Catalog open(Path path) {
        return open(path, Map.of());
    }

    private static List<String> names(Page<TableEntry> page) {
        return page.items().stream().map(e -> e.table().toString()).toList();
    }

    @Test
    void listsSchemasAsNamespaces() {
        try (Catalog catalog = open(file)) {
            assertThat(catalog.namespaces(Optional.empty(), ALL).items())
                    .extracting(n -> n.namespace().toString())
                    .containsExactly("eu", "main");
            assertThat(catalog.namespaces(Optional.of(Namespace.of("eu")), ALL).items())
                    .isEmpty();
        }
    }

    @Test
    void listsTablesAndViewsWithKindsAndComments() {
        try (Catalog catalog = open(file)) {
            Page<TableEntry> page = catalog.tables(Namespace.of("main"), ALL);
            assertThat(names(page)).containsExactly("shop.main.\"Order Lines\"", "shop.main.big", "shop.main.orders");
            assertThat(page.items()).extracting(TableEntry::kind).contains(TableKind.VIEW);
            assertThat(page.items().get(1).comment()).contains("Over fifty");
        }
    }

    @Test
    void pagesThroughTablesOneByOne() {
        try (Catalog catalog = open(file)) {
            Page<TableEntry> first = catalog.tables(Namespace.of("main"), PageRequest.first(1));
            Page<TableEntry> second = catalog.tables(Namespace.of("main"), new PageRequest(1, first.next()));
            Page<TableEntry> third = catalog.tables(Namespace.of("main"), new PageRequest(1, second.next()));
            assertThat(names(third)).containsExactly("shop.main.orders");
            assertThat(third.next()).isEmpty();
        }
    }

    @Test
    void describesColumnsKeysCommentsAndRows() {
        try (Catalog catalog = open(file)) {
            TableInfo orders = catalog.table(TableRef.parse("shop.main.orders"), AsOf.LATEST);
            assertThat(orders.columns())
                    .extracting(f -> f.name() + " " + f.type() + " " + f.required())
                    .containsExactly("id long true", "total decimal(12, 2) true", "note string false");
            assertThat(orders.columns().get(1).comment()).contains("With tax");
            assertThat(orders.comment()).contains("What was ordered");
            assertThat(orders.primaryKey()).containsExactly("id");
            assertThat(orders.rowCount()).hasValue(100);
            assertThat(orders.warnings()).containsExactly("row_count is DuckDB's estimate");
        }
    }

    @Test
    void keepsTheOrderOfAPrimaryKey() {
        try (Catalog catalog = open(file)) {
            assertThat(catalog.table(TableRef.parse("shop.eu.lines"), AsOf.LATEST)
                            .primaryKey())
                    .containsExactly("b", "a");
        }
    }

    @Test
    void describesNestedAndForeignTypes() {
        try (Catalog catalog = open(file)) {
            TableInfo lines = catalog.table(TableRef.parse("shop.main.\"Order Lines\""), AsOf.LATEST);
            assertThat(lines.columns())
                    .extracting(f -> f.name() + " " + f.type())
                    .containsExactly("a\"b int", "s struct<x: int, y z: list<string>>", "e ENUM('p', 'q')");
        }
    }

    @Test
    void findsATableInAnotherCaseAndAnswersWithItsOwn() {
        try (Catalog catalog = open(file)) {
            assertThat(catalog.table(TableRef.parse("shop.MAIN.Orders"), AsOf.LATEST)
                            .table())
                    .isEqualTo(TableRef.parse("shop.main.orders"));
        }
    }

    @Test
    void saysWhereATableIs() {
        try (Catalog catalog = open(file)) {
            assertThat(((LocalTables) catalog).source(TableRef.parse("shop.main.big")))
                    .isEqualTo(new LocalTables.Attached(file, "main", "big"));
        }
    }

    @Test
    void namesTheNearestTableForAMissingOne() {
        try (Catalog catalog = open(file)) {
            assertThatThrownBy(() -> catalog.table(TableRef.parse("shop.main.order"), AsOf.LATEST))
                    .isInstanceOfSatisfying(LakeException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(e.hint()).contains("shop.main.orders");
                    });
            assertCode(() -> catalog.tables(Namespace.of("nope"), ALL), ErrorCode.NOT_FOUND, "nope");
        }
    }

    @Test
    void refusesTimeTravel() {
        try (Catalog catalog = open(file)) {
            AsOf past = new AsOf.SnapshotId(1);
            assertCode(
                    () -> catalog.table(TableRef.parse("shop.main.orders"), past),
                    ErrorCode.UNSUPPORTED,
                    "no past states");
        }
    }

    @Test
    void hidesWhatIsExcluded() {
        try (Catalog catalog = open(file, Map.of("include", "main.*", "exclude", "ord*"))) {
            assertThat(names(catalog.tables(Namespace.of("main"), ALL))).containsExactly("shop.main.big");
            assertThat(catalog.tables(Namespace.of("eu"), ALL).items()).isEmpty();
        }
    }

    @Test
    void noticesThatTheFileHasChanged() {
        Path changing = Duck.write(own.resolve("c.duckdb"), "CREATE TABLE one (a INTEGER)");
        try (Catalog catalog = open(changing)) {
            assertThat(names(catalog.tables(Namespace.of("main"), ALL))).containsExactly("shop.main.one");
            Duck.write(changing, "CREATE TABLE two AS SELECT 1 AS a", "ALTER TABLE one ADD COLUMN b VARCHAR");
            assertThat(names(catalog.tables(Namespace.of("main"), ALL)))
                    .containsExactly("shop.main.one", "shop.main.two");
            assertThat(catalog.table(TableRef.parse("shop.main.one"), AsOf.LATEST)
                            .columns())
                    .hasSize(2);
        }
    }

    @Test
    void theVersionOfATableChangesWithItsColumnsAndCommentsAndNotWithItsRows() {
        Path changing = Duck.write(
                own.resolve("w.duckdb"), "CREATE TABLE one (a INTEGER)", "CREATE VIEW two AS SELECT a AS b FROM one");
        try (Catalog catalog = open(changing)) {
            Function<String, String> version = name -> ((Versions) catalog)
                    .version(TableRef.parse("shop.main." + name))
                    .orElseThrow();
            List<String> first = List.of(version.apply("one"), version.apply("two"));
            Duck.write(changing, "INSERT INTO one FROM range(1000)", "CREATE TABLE other (c INTEGER)");
            assertThat(List.of(version.apply("one"), version.apply("two"))).isEqualTo(first);
            Duck.write(changing, "COMMENT ON COLUMN one.a IS 'Words'");
            String commented = version.apply("one");
            assertThat(commented).isNotEqualTo(first.get(0));
            Duck.write(changing, "ALTER TABLE one ALTER a TYPE BIGINT");
            assertThat(version.apply("one")).isNotEqualTo(commented);
            Duck.write(changing, "COMMENT ON VIEW two IS 'Words'");
            assertThat(version.apply("two")).isNotEqualTo(first.get(1));
        }
    }

    @Test
    void describesAViewWhoseTableIsGone() {
        Path broken = Duck.write(
                own.resolve("b.duckdb"),
                "CREATE TABLE t AS SELECT 1 AS a",
                "CREATE VIEW v AS SELECT * FROM t",
                "DROP TABLE t");
        try (Catalog catalog = open(broken)) {
            assertThat(catalog.table(TableRef.parse("shop.main.v"), AsOf.LATEST).kind())
                    .isEqualTo(TableKind.VIEW);
        }
    }

    @Test
    void saysThatAnotherProcessHoldsTheFileAndReadsItsLogAfterwards() throws Exception {
        Path locked = Duck.write(own.resolve("l.duckdb"), "CREATE TABLE t (a INTEGER)");
        try (Catalog catalog = open(locked)) {
            try (Writer writer = Writer.of(locked)) {
                assertThat(writer).isNotNull();
                assertCode(catalog::ping, ErrorCode.UNAVAILABLE, "open for writing in another process");
            }
            assertThat(own.resolve("l.duckdb.wal")).isNotEmptyFile();
            assertThat(names(catalog.tables(Namespace.of("main"), ALL)))
                    .containsExactly("shop.main.t", "shop.main.written");
        }
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertCode(() -> open(own.resolve("none.duckdb")), ErrorCode.UNAVAILABLE, "There is no file");
    }

    @Test
    void saysThatAFileIsOfAnotherKind() throws IOException {
        Path text = Files.writeString(own.resolve("t.duckdb"), "hello");
        assertCode(() -> open(text), ErrorCode.UNSUPPORTED, "not a DuckDB database file");
    }

    @Test
    void saysThatANewerDuckDbWroteTheFile() throws IOException {
        try (Catalog catalog = open(Duck.newer(file, own.resolve("n.duckdb")))) {
            assertCode(catalog::ping, ErrorCode.UNSUPPORTED, "newer DuckDB");
        }
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[4200] ^= 7;
        bytes[8300] ^= 7;
        try (Catalog catalog = open(Files.write(own.resolve("d.duckdb"), bytes))) {
            assertCode(catalog::ping, ErrorCode.UNAVAILABLE, "damaged");
        }
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), 20_000);
        try (Catalog catalog = open(Files.write(own.resolve("h.duckdb"), half))) {
            assertCode(catalog::ping, ErrorCode.UNAVAILABLE, "damaged");
        }
    }

    private static void assertCode(Runnable call, ErrorCode code, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(LakeException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(message);
        });
    }
}
