package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.FakeLake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that go wrong where they are encoded once too often, or not at all. */
class NamesTest {
    private static final List<String> HOSTILE = List.of(
            "a.b",
            "a",
            "b",
            "a\"b",
            "%2e%2e",
            "%2E%2E",
            "%252e",
            "%2F",
            "a/b",
            "a\\b",
            "new\nline",
            "*.*",
            "?x=1",
            "#frag",
            "a+b",
            "a b",
            "a%20b",
            "a;b=c",
            "\u202eevil",
            "zero\u200bwidth",
            "Case",
            "case",
            "CASE",
            "ünïcode_表",
            "emoji\ud83d\ude80",
            "select",
            "'; DROP TABLE x; --");

    private static final Map<String, String> LOCATIONS = new LinkedHashMap<>();

    private static RestStandIn server;
    private static Catalog catalog;
    private static BuffetServer buffet;

    static List<String> names() {
        return HOSTILE;
    }

    @BeforeAll
    static void open(@TempDir Path directory) {
        server = RestStandIn.start();
        server.answers().tables(() -> Answers.keys(server.store()));
        for (String name : HOSTILE) {
            Table table = new RowTables(server, directory)
                    .saying(
                            TableIdentifier.of("odd", "in " + name, name),
                            "s3://lake/warehouse/odd/" + LOCATIONS.size(),
                            "I am " + name);
            table.updateProperties().set("comment", "I am " + name).commit();
            LOCATIONS.put(name, table.location());
        }
        catalog = new PolarisProvider().open("lake", server.properties(), FakeLake.services());
        buffet = BuffetServer.open(new BuffetConfig(
                Optional.empty(),
                Map.of("lake", new CatalogConfig("lake", "polaris", server.properties())),
                Limits.DEFAULT,
                Output.BOTH,
                Map.of(),
                ServiceConfig.DEFAULT));
    }

    @AfterAll
    static void close() {
        buffet.close();
        catalog.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("names")
    void listsAndDescribesTheSameTable(String name) {
        Namespace namespace = Namespace.of("odd", "in " + name);
        assertThat(catalog.tables(namespace, PageRequest.first(10)).items())
                .extracting(TableEntry::table)
                .containsExactly(new TableRef("lake", namespace, name));
        var info = catalog.table(new TableRef("lake", namespace, name), AsOf.LATEST);
        assertThat(info.comment()).contains("I am " + name);
        assertThat(info.location()).contains(LOCATIONS.get(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void queriesTheSameTableAndAsksForNoOther(String name) {
        TableRef table = new TableRef("lake", Namespace.of("odd", "in " + name), name);
        server.gate().seen().clear();
        Query query = new Query(
                "SELECT said FROM " + table,
                AsOf.LATEST,
                Optional.empty(),
                10,
                Duration.ofSeconds(60),
                Optional.empty());
        var result = buffet.engine().run(query, Progress.NONE);
        assertThat(result.page().rows()).containsExactly(List.of("I am " + name));
        assertThat(result.tables()).extracting(pinned -> pinned.table()).containsExactly(table);
        assertThat(server.gate().seen().stream()
                        .map(Gate.Seen::path)
                        .filter(path -> path.contains("/tables/"))
                        .distinct())
                .hasSize(1);
        assertThat(server.gate().seen())
                .filteredOn(seen -> !seen.path().endsWith("/oauth/tokens"))
                .extracting(Gate.Seen::method)
                .containsOnly("GET");
    }

    @Test
    void listsEachNamespaceOnce() {
        assertThat(catalog.namespaces(Optional.of(Namespace.of("odd")), PageRequest.first(1000))
                        .items())
                .extracting(NamespaceEntry::namespace)
                .containsExactlyInAnyOrderElementsOf(HOSTILE.stream()
                        .map(name -> Namespace.of("odd", "in " + name))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "."})
    void asksForNoTableByAPathThatWalks(String name) {
        int before = server.gate().seen().size();
        assertThat(code(new TableRef("lake", Namespace.of("odd"), name)))
                .isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND);
        assertThat(server.gate().seen()).hasSize(before);
    }

    /** {@code odd<US>in a} on the wire is the namespace of two levels. */
    @Test
    void takesALevelWithTheSeparatorForNoOtherNamespace() {
        assertThat(code(new TableRef("lake", Namespace.of("odd\u001fin a"), "a")))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        LakeException listing = catchThrowableOfType(
                LakeException.class, () -> catalog.tables(Namespace.of("odd\u001fin a"), PageRequest.first(1)));
        assertThat(listing.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001f", "no\u001fsuch", "%00", "a.b.c", "%2e%2e/%2e%2e"})
    void findsNoTableForANameNobodyHas(String name) {
        assertThat(code(new TableRef("lake", Namespace.of("odd", "in a"), name)))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void saysThatANameIsTooLong() {
        assertThat(code(new TableRef("lake", Namespace.of("odd"), "x".repeat(65_536))))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void takesTheMetadataOfATableForNoTable() {
        SampleTables.create(server.backing(), TableIdentifier.of("plain", "orders"));
        assertThat(code(new TableRef("lake", Namespace.of("plain", "orders"), "files")))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(new TableRef("lake", Namespace.of("plain", "orders"), "snapshots")))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    private static ErrorCode code(TableRef table) {
        return catchThrowableOfType(LakeException.class, () -> catalog.table(table, AsOf.LATEST))
                .code();
    }
}
