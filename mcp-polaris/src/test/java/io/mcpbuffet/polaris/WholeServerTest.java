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
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.FakeLake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code warehouse: "*"}: every catalog of a Polaris by one entry. */
class WholeServerTest {
    private static PolarisStandIn server;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = PolarisStandIn.start("prod", "crm");
        new RowTables(server.backing("prod"), server.store(), directory).orders(TableIdentifier.of("shop", "orders"));
        new RowTables(server.backing("crm"), server.store(), directory)
                .customers(TableIdentifier.of("people", "customers"));
        server.backing("prod")
                .buildView(TableIdentifier.of("shop", "large"))
                .withSchema(new Schema(Types.NestedField.optional(1, "customer_id", Types.IntegerType.get())))
                .withQuery(
                        "duckdb", "SELECT o.customer_id FROM orders JOIN shop.orders o USING (id) WHERE o.total > 900")
                .withDefaultNamespace(org.apache.iceberg.catalog.Namespace.of("shop"))
                .create();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void calm() {
        server.gate().calm();
    }

    private static Catalog open(String... more) {
        Map<String, String> properties = new LinkedHashMap<>(server.properties("*"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new PolarisProvider().open("lake", properties, FakeLake.services());
    }

    @Test
    void showsEachCatalogAsANamespace() {
        try (Catalog catalog = open()) {
            List<NamespaceEntry> all =
                    catalog.namespaces(Optional.empty(), PageRequest.first(10)).items();
            assertThat(all).extracting(each -> each.namespace().toString()).containsExactly("crm", "prod");
            assertThat(all.get(1).comment()).contains("A catalog of the server, at s3://lake/prod");
            assertThat(catalog.namespaces(Optional.of(Namespace.of("crm")), PageRequest.first(10))
                            .items())
                    .extracting(each -> each.namespace().toString())
                    .containsExactly("crm.people");
            assertThat(catalog.tables(Namespace.of("crm"), PageRequest.first(10))
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void asksForEachCatalogUnderItsOwnPrefixWithOneToken() {
        server.gate().seen().clear();
        int issued = server.gate().issued();
        try (Catalog catalog = open()) {
            catalog.tables(Namespace.of("crm", "people"), PageRequest.first(10));
            catalog.tables(Namespace.of("prod", "shop"), PageRequest.first(10));
        }
        assertThat(server.gate().seen())
                .extracting(Gate.Seen::path)
                .contains(
                        "/api/management/v1/catalogs",
                        "/api/catalog/v1/crm/namespaces/people/tables",
                        "/api/catalog/v1/prod/namespaces/shop/tables");
        assertThat(server.gate().issued()).isEqualTo(issued + 1);
    }

    @Test
    void joinsTablesAndViewsOfItsCatalogs() {
        BuffetConfig config = new BuffetConfig(
                Optional.empty(),
                Map.of("lake", new CatalogConfig("lake", "polaris", server.properties("*"))),
                Limits.DEFAULT,
                Output.BOTH,
                Map.of(),
                ServiceConfig.DEFAULT);
        try (BuffetServer buffet = BuffetServer.open(config)) {
            Query query = new Query(
                    "SELECT c.name, count(*) FROM lake.prod.shop.large l JOIN lake.crm.people.customers c ON c.id ="
                            + " l.customer_id WHERE c.name = 'c3' GROUP BY ALL",
                    AsOf.LATEST,
                    Optional.empty(),
                    10,
                    Duration.ofSeconds(60),
                    Optional.empty());
            var result = buffet.engine().run(query, Progress.NONE);
            assertThat(result.page().rows()).containsExactly(List.of("c3", 10));
        }
    }

    @Test
    void saysThatThereIsNoSuchCatalog() {
        try (Catalog catalog = open()) {
            LakeException failure = catchThrowableOfType(
                    LakeException.class, () -> catalog.tables(Namespace.of("none", "shop"), PageRequest.first(1)));
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(failure).hasMessageContaining("lake.none");
        }
    }

    @Test
    void saysWhatAnIdentityNeedsThatMayNotListCatalogs() {
        server.gate().fail("/api/management", 9, Gate.status(403));
        LakeException failure = catchThrowableOfType(LakeException.class, WholeServerTest::open);
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("trouble on demand");
        assertThat(failure.hint()).contains("CATALOG_LIST", "warehouse: NAME");
    }

    @Test
    void saysThatOnlyAPolarisCanListItsCatalogs() {
        try (RestStandIn other = RestStandIn.start()) {
            Map<String, String> properties = new LinkedHashMap<>(other.properties());
            properties.put("warehouse", "*");
            LakeException failure = catchThrowableOfType(
                    LakeException.class, () -> new PolarisProvider().open("lake", properties, FakeLake.services()));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure.hint()).contains("Only Apache Polaris", "management-uri");
        }
    }

    @Test
    void asksForTheManagementWhereItIsSaid() {
        String base = server.properties("*").get("uri").replace("/api/catalog", "");
        server.gate().seen().clear();
        open("management-uri", base + "/api/management/v1/").close();
        assertThat(server.gate().seen()).extracting(Gate.Seen::path).contains("/api/management/v1/catalogs");
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> open("management-uri", "https://user:pw@host/x"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("management-uri");
        assertThat(failure.getMessage()).doesNotContain("pw");
    }

    @Test
    void takesNoPrefixForAll() {
        LakeException failure = catchThrowableOfType(LakeException.class, () -> open("prefix", "prod"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure.hint()).contains("prefix");
    }

    @Test
    void isCheckedStepByStep() {
        try (Catalog catalog = open()) {
            List<Diagnosable.Probe> probes = ((Diagnosable) catalog).probes();
            assertThat(probes)
                    .extracting(Diagnosable.Probe::name)
                    .containsExactly("list the catalogs", "open each catalog");
            assertThat(probes.get(0).check().get()).isEqualTo("crm, prod");
            assertThat(probes.get(1).check().get()).isEqualTo("2 of 2");
        }
    }
}
