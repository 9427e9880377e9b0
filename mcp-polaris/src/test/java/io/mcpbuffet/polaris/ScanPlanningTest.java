package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.tool.FakeLake;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans that the server plans, where it offers that. */
class ScanPlanningTest {
    private static final TableRef ORDERS = TableRef.parse("lake.shop.orders");
    private static final String PLAN = "/v1/namespaces/shop/tables/orders/plan";

    private static RestStandIn server;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = RestStandIn.start();
        new RowTables(server, directory).orders(TableIdentifier.of("shop", "orders"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void serverPlans() {
        server.answers().plain();
        server.answers().planning(false);
        server.answers().tables(() -> {
            Map<String, String> config = Answers.keys(server.store());
            config.put("scan-planning-mode", "server");
            return config;
        });
        server.gate().calm();
        server.gate().seen().clear();
    }

    private static Catalog open(String... more) {
        Map<String, String> properties = new LinkedHashMap<>(server.properties());
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new PolarisProvider().open("lake", properties, FakeLake.services());
    }

    private static List<String> posted() {
        return server.gate().seen().stream()
                .filter(seen -> seen.method().equals("POST") && !seen.path().endsWith("/oauth/tokens"))
                .map(Gate.Seen::path)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsTheFilesThatTheServerNames(boolean later) {
        server.answers().planning(later);
        try (Catalog catalog = open()) {
            PinnedScan pinned = ((Scannable) catalog).pin(ORDERS, AsOf.LATEST);
            ScanPlan plan = pinned.plan();
            assertThat(plan.files()).hasSize(2).allSatisfy(file -> assertThat(file.location())
                    .startsWith("s3://lake/warehouse/shop/orders/data/"));
            assertThat(plan.filesTotal()).isEqualTo(2);
            assertThat(pinned.exact(List.of("id"), RowFilter.all())).isEmpty();
        }
        assertThat(posted()).contains(PLAN, PLAN.replace("/plan", "/tasks"));
    }

    @Test
    void plansForAMomentOfThePast() {
        try (Catalog catalog = open()) {
            assertThat(((Scannable) catalog)
                            .pin(ORDERS, new AsOf.Tag(RowTables.EARLIER))
                            .plan()
                            .files())
                    .hasSize(1);
        }
        assertThat(posted()).contains(PLAN);
    }

    @Test
    void asksAgainWhenPlanningFailsInPassing() {
        server.gate().fail("/orders/plan", 1, Gate.status(503));
        try (Catalog catalog = open()) {
            assertThat(((Scannable) catalog).pin(ORDERS, AsOf.LATEST).plan().files())
                    .hasSize(2);
        }
    }

    @Test
    void saysThatTheServerDoesNotPlanWhenItFailsForGood() {
        server.gate().fail("/orders/plan", 99, Gate.status(403));
        try (Catalog catalog = open()) {
            PinnedScan pinned = ((Scannable) catalog).pin(ORDERS, AsOf.LATEST);
            LakeException failure = catchThrowableOfType(LakeException.class, pinned::plan);
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure).hasMessageContaining("POST v1/namespaces/shop/tables/orders/plan");
        }
    }

    @Test
    void plansByItselfWhereNobodyAsksForAnotherWay() {
        server.answers().tables(() -> Answers.keys(server.store()));
        try (Catalog catalog = open()) {
            assertThat(((Scannable) catalog).pin(ORDERS, AsOf.LATEST).plan().files())
                    .hasSize(2);
        }
        assertThat(posted()).isEmpty();
    }

    @Test
    void plansAtTheServerWhereThatIsConfiguredAndOffered() {
        server.answers().tables(() -> Answers.keys(server.store()));
        try (Catalog catalog = open("scan-planning-mode", "server")) {
            assertThat(((Scannable) catalog).pin(ORDERS, AsOf.LATEST).plan().files())
                    .hasSize(2);
        }
        assertThat(posted()).contains(PLAN);
        server.answers().endpoints(Endpoint.V1_LIST_NAMESPACES, Endpoint.V1_LIST_TABLES, Endpoint.V1_LOAD_TABLE);
        LakeException failure = catchThrowableOfType(LakeException.class, () -> open("scan-planning-mode", "server"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.hint()).contains("scan-planning-mode");
    }
}
