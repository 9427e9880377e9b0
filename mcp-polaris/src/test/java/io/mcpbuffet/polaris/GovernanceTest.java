package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import io.mcpbuffet.tool.FakeLake;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Grants and policies of a Polaris, as the metadata of a table. */
class GovernanceTest {
    private static final TableRef ORDERS = TableRef.parse("lake.shop.orders");
    private static final TableRef RECENT = TableRef.parse("lake.shop.recent");
    private static final String ROLES = "catalogs/prod/catalog-roles";

    private static PolarisStandIn server;
    private static Catalog catalog;

    @BeforeAll
    static void start() {
        server = PolarisStandIn.start("prod");
        SampleTables.orders(server.backing("prod"));
        SampleTables.view(server.backing("prod"));
        grants();
        policies();
        catalog = new PolarisProvider().open("lake", server.properties("prod"), FakeLake.services());
    }

    private static void grants() {
        server.managed(
                        ROLES,
                        "{\"roles\": [{\"name\": \"reader\"}, {\"name\": \"admin\"}, {\"name\": \"other team\"}]}")
                .managed(
                        ROLES + "/admin/grants",
                        "{\"grants\": [{\"type\": \"catalog\", \"privilege\": \"CATALOG_MANAGE_CONTENT\"}]}")
                .managed(
                        ROLES + "/reader/grants",
                        """
                        {"grants": [
                          {"type": "namespace", "namespace": ["shop"], "privilege": "TABLE_LIST"},
                          {"type": "namespace", "namespace": ["shop", "eu"], "privilege": "TABLE_DROP"},
                          {"type": "table", "namespace": ["shop"], "tableName": "orders", "privilege": "TABLE_READ_DATA"},
                          {"type": "table", "namespace": ["shop"], "tableName": "recent", "privilege": "TABLE_WRITE_DATA"},
                          {"type": "view", "namespace": ["shop"], "viewName": "recent", "privilege": "VIEW_READ_PROPERTIES"},
                          {"type": "policy", "namespace": ["shop"], "policyName": "orders", "privilege": "POLICY_READ"}]}
                        """)
                .managed(
                        ROLES + "/other team/grants",
                        "{\"grants\": [{\"type\": \"namespace\", \"namespace\": [\"hr\"], \"privilege\": \"TABLE_READ_DATA\"}]}")
                .managed(ROLES + "/admin/principal-roles", "{\"roles\": [{\"name\": \"ops\"}]}")
                .managed(ROLES + "/reader/principal-roles", "{\"roles\": [{\"name\": \"sales\"}, {\"name\": \"ops\"}]}")
                .managed("principal-roles/ops/principals", "{\"principals\": [{\"name\": \"root\"}]}")
                .managed(
                        "principal-roles/sales/principals",
                        "{\"principals\": [{\"name\": \"zoe\", \"clientId\": \"id-canary\"}, {\"name\": \"ada\"}]}");
    }

    private static void policies() {
        for (String name : List.of("compact", "expire", "masking")) {
            server.policy(
                    "prod",
                    "shop",
                    name,
                    "{\"name\": \"" + name + "\", \"policy-type\": \"system." + name
                            + "\", \"version\": 3, \"inheritable\": true, \"content\": \"{\\\"enable\\\": true}\"}");
        }
        for (String more : List.of(
                "\"compact\", \"namespace\": [\"shop\"], \"inherited\": false",
                "\"keep\", \"namespace\": [], \"inherited\": true",
                "\"expire\", \"namespace\": [\"shop\"], \"inherited\": true, \"description\": \"After a week\"")) {
            server.applies(
                    "prod",
                    "shop",
                    "orders",
                    "{\"policy-type\": \"system.x\", \"version\": 1, \"inheritable\": true, \"name\": " + more + "}");
        }
    }

    @AfterAll
    static void stop() {
        catalog.close();
        server.close();
    }

    @AfterEach
    void calm() {
        server.gate().calm();
    }

    private static MetadataPage inspect(TableRef table, MetadataView view, PageRequest page) {
        return ((Metadata) catalog).inspect(table, view, AsOf.LATEST, page);
    }

    private static List<List<Object>> rows(TableRef table, MetadataView view) {
        return inspect(table, view, PageRequest.first(100)).rows().items();
    }

    private static LakeException failure(TableRef table, MetadataView view) {
        return catchThrowableOfType(LakeException.class, () -> rows(table, view));
    }

    @Test
    void tellsWhoMayDoWhatWithATable() {
        assertThat(inspect(ORDERS, MetadataView.GRANTS, PageRequest.first(1)).columns())
                .extracting(ResultColumn::name)
                .containsExactly("privilege", "granted_on", "object", "catalog_role", "principal_roles", "principals");
        assertThat(rows(ORDERS, MetadataView.GRANTS))
                .containsExactly(
                        List.of("CATALOG_MANAGE_CONTENT", "catalog", "prod", "admin", "ops", "root"),
                        List.of("TABLE_LIST", "namespace", "shop", "reader", "ops, sales", "ada, root, zoe"),
                        List.of("TABLE_READ_DATA", "table", "shop.orders", "reader", "ops, sales", "ada, root, zoe"));
    }

    @Test
    void tellsAViewFromATableOfTheSameName() {
        assertThat(rows(RECENT, MetadataView.GRANTS))
                .extracting(row -> row.get(0))
                .containsExactly("CATALOG_MANAGE_CONTENT", "TABLE_LIST", "VIEW_READ_PROPERTIES");
    }

    @Test
    void leavesOutWhoHasARoleWhereTheIdentityMayNotSeeIt() {
        server.gate().fail("/principals", 99, Gate.status(403));
        assertThat(rows(ORDERS, MetadataView.GRANTS).get(0))
                .isEqualTo(Arrays.asList("CATALOG_MANAGE_CONTENT", "catalog", "prod", "admin", "ops", null));
        server.gate().fail("/principal-roles", 99, Gate.status(403));
        assertThat(rows(ORDERS, MetadataView.GRANTS).get(0))
                .isEqualTo(Arrays.asList("CATALOG_MANAGE_CONTENT", "catalog", "prod", "admin", null, null));
    }

    @Test
    void saysWhyItMayNotSeeGrants() {
        server.gate().fail("/catalog-roles", 9, Gate.status(403));
        LakeException failure = failure(ORDERS, MetadataView.GRANTS);
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("trouble on demand");
    }

    @Test
    void showsWhichPoliciesHoldForATableAndWhichDoNot() {
        List<List<Object>> rows = rows(ORDERS, MetadataView.POLICIES);
        assertThat(rows)
                .extracting(
                        row -> row.get(0) + " " + row.get(1) + " applied " + row.get(3) + " inherited " + row.get(4))
                .containsExactly(
                        "compact shop applied true inherited false",
                        "keep  applied true inherited true",
                        "expire shop applied true inherited true",
                        "masking shop applied false inherited false");
        assertThat(rows.get(2).get(6)).isEqualTo("After a week");
        assertThat(rows.get(3).subList(5, 8)).isEqualTo(Arrays.asList(3L, null, "{\"enable\": true}"));
    }

    @Test
    void pagesWhatItShows() {
        MetadataPage first = inspect(ORDERS, MetadataView.POLICIES, PageRequest.first(3));
        MetadataPage last = inspect(
                ORDERS, MetadataView.POLICIES, new PageRequest(3, first.rows().next()));
        assertThat(first.rows().items()).hasSize(3);
        assertThat(last.rows().items()).hasSize(1);
        assertThat(last.rows().next()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchTable() {
        TableRef none = TableRef.parse("lake.shop.none");
        assertThat(failure(none, MetadataView.GRANTS).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure(none, MetadataView.POLICIES).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void saysThatAnotherServerHasNeither() {
        try (RestStandIn other = RestStandIn.start()) {
            SampleTables.orders(other.backing());
            try (Catalog plain = new PolarisProvider().open("lake", other.properties(), FakeLake.services())) {
                for (MetadataView view : List.of(MetadataView.GRANTS, MetadataView.POLICIES)) {
                    LakeException failure = catchThrowableOfType(LakeException.class, () -> ((Metadata) plain)
                            .inspect(ORDERS, view, AsOf.LATEST, PageRequest.first(1)));
                    assertThat(failure.code()).as(view.word()).isEqualTo(ErrorCode.UNSUPPORTED);
                    assertThat(failure.hint()).contains("Polaris");
                }
            }
            assertThat(other.gate().seen()).noneMatch(seen -> seen.path().contains("polic"));
        }
    }
}
