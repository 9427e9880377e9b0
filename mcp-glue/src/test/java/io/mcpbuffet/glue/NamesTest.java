package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that go wrong where they are quoted once too often, or not at all: each stands for its own table of one row and no other. */
class NamesTest {
    private static final List<String> HOSTILE = List.of(
            "a.b",
            "a",
            "b",
            "a\"b",
            "..",
            "%2e%2e",
            "%252e",
            "%2f",
            "a/b",
            "a\\b",
            "*.*",
            "*",
            "?x=1",
            "#frag",
            "a+b",
            "a b",
            " a",
            "a%20b",
            "a;b=c",
            "\u202eevil",
            "zero\u200bwidth",
            "\u00fcn\u00efcode_\u8868",
            "emoji\ud83d\ude80",
            "select",
            "'; drop table x; --",
            "x".repeat(255));

    @TempDir
    static Path directory;

    private static GlueLake lake;
    private static Catalog catalog;
    private static FederatedEngine engine;

    static List<String> names() {
        return HOSTILE;
    }

    @BeforeAll
    static void open() {
        lake = GlueLake.start(directory);
        String serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
        for (int at = 0; at < HOSTILE.size(); at++) {
            String name = HOSTILE.get(at);
            lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": " + GlueLake.quoted(name) + "}");
            lake.external(name, GlueLake.external(name, "n int", "", "s3://lake/odd/" + at, serde));
            lake.put("odd/" + at + "/1", (at + "\n").getBytes(StandardCharsets.UTF_8));
        }
        catalog = lake.open();
        engine = lake.engine(Map.of());
    }

    @AfterAll
    static void close() {
        engine.close();
        catalog.close();
        lake.close();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @ParameterizedTest
    @MethodSource("names")
    void listsDescribesAndQueriesTheSameTable(String name) {
        Namespace namespace = Namespace.of(name);
        TableRef table = new TableRef("glue", namespace, name);
        assertThat(catalog.tables(namespace, PageRequest.first(10)).items())
                .extracting(TableEntry::table)
                .containsExactly(table);
        int at = HOSTILE.indexOf(name);
        assertThat(catalog.table(table, AsOf.LATEST).location()).contains("s3://lake/odd/" + at);
        Query query = new Query(
                "SELECT n FROM glue." + quoted(name) + "." + quoted(name),
                AsOf.LATEST,
                Optional.empty(),
                10,
                Duration.ofSeconds(60),
                Optional.empty());
        assertThat(engine.run(query, Progress.NONE).page().rows()).containsExactly(List.of(at));
    }

    @Test
    void listsEachDatabaseOnce() {
        assertThat(catalog.namespaces(Optional.empty(), PageRequest.first(1000)).items())
                .extracting(NamespaceEntry::namespace)
                .containsExactlyInAnyOrderElementsOf(
                        HOSTILE.stream().map(Namespace::of).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such", "a.b.c", "%61", "A\u0130", "a\u0000"})
    void findsNothingForANameNobodyHas(String name) {
        assertThat(code(new TableRef("glue", Namespace.of("a"), name)))
                .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
        assertThat(code(new TableRef("glue", Namespace.of(name), "a")))
                .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new\nline", "\u001f"})
    void saysThatGlueTakesNoSuchName(String name) {
        assertThat(code(new TableRef("glue", Namespace.of("a"), name)))
                .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void asksNothingForANameThatIsTooLong() {
        int before = lake.glue().calls().size();
        assertThat(code(new TableRef("glue", Namespace.of("a"), "x".repeat(65_536))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(new TableRef("glue", Namespace.of("x".repeat(65_536)), "a")))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(lake.glue().calls()).hasSize(before);
    }

    /** Two levels are a catalog inside the Data Catalog and its database. */
    @Test
    void takesTwoLevelsForNoNameWithADot() {
        assertThat(code(new TableRef("glue", Namespace.of("a", "b"), "a.b"))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    private static ErrorCode code(TableRef table) {
        return catchThrowableOfType(LakeException.class, () -> catalog.table(table, AsOf.LATEST))
                .code();
    }
}
