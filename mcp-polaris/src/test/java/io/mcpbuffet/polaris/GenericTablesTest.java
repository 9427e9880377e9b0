package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.tool.FakeLake;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables of Delta, Hudi and others, which a Polaris keeps beside those of Iceberg. */
class GenericTablesTest {
    private static final Namespace SHOP = Namespace.of("shop");
    private static final TableRef EVENTS = TableRef.parse("lake.shop.events");

    private static PolarisStandIn server;
    private static Catalog catalog;

    @BeforeAll
    static void start() {
        server = PolarisStandIn.start("prod");
        SampleTables.orders(server.backing("prod"));
        SampleTables.view(server.backing("prod"));
        server.table(
                "prod",
                "shop",
                "events",
                """
                {"name": "events", "format": "DELTA", "base-location": "s3://lake/events", "doc": "Clicks",
                 "properties": {"owner": "web", "sas-token": "canary"}}
                """);
        for (String name : List.of("trips", "a.b c")) {
            server.table("prod", "shop", name, "{\"name\": \"" + name + "\", \"format\": \"hudi\"}");
        }
        catalog = new PolarisProvider().open("lake", server.properties("prod"), FakeLake.services());
    }

    @AfterAll
    static void stop() {
        catalog.close();
        server.close();
    }

    private static ErrorCode code(ThrowingCallable call) {
        return catchThrowableOfType(LakeException.class, call).code();
    }

    @Test
    void areListedAfterTheTablesAndViewsOfIceberg() {
        assertThat(catalog.tables(SHOP, PageRequest.first(100)).items())
                .as("the first page of the server holds tables only")
                .extracting(each -> each.table().name())
                .containsExactly("orders");
        List<String> all = new java.util.ArrayList<>();
        PageRequest next = PageRequest.first(2);
        while (next != null) {
            var page = catalog.tables(SHOP, next);
            page.items()
                    .forEach(each -> all.add(each.kind() + " " + each.table().name()));
            next = page.next()
                    .map(cursor -> new PageRequest(2, java.util.Optional.of(cursor)))
                    .orElse(null);
        }
        assertThat(all)
                .containsExactly("TABLE orders", "VIEW recent", "EXTERNAL events", "EXTERNAL trips", "EXTERNAL a.b c");
    }

    @Test
    void areDescribedWithFormatAndPlace() {
        TableInfo info = catalog.table(EVENTS, AsOf.LATEST);
        assertThat(info.kind()).isEqualTo(TableKind.EXTERNAL);
        assertThat(info.format()).contains("delta");
        assertThat(info.location()).contains("s3://lake/events");
        assertThat(info.comment()).contains("Clicks");
        assertThat(info.properties()).containsEntry("owner", "web").containsEntry("sas-token", "***");
        assertThat(info.warnings().toString()).contains("cannot be queried here");
        assertThat(catalog.table(new TableRef("lake", SHOP, "a.b c"), AsOf.LATEST)
                        .format())
                .contains("hudi");
    }

    @Test
    void showTheirPropertiesAndNothingOfIceberg() {
        Metadata metadata = (Metadata) catalog;
        assertThat(metadata.inspect(EVENTS, MetadataView.PROPERTIES, AsOf.LATEST, PageRequest.first(10))
                        .rows()
                        .items())
                .contains(List.of("owner", "web"));
        assertThat(code(() -> metadata.inspect(EVENTS, MetadataView.FILES, AsOf.LATEST, PageRequest.first(10))))
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(((Snapshots) catalog)
                        .snapshots(EVENTS, Snapshots.Filter.ALL, PageRequest.first(10))
                        .items())
                .isEmpty();
    }

    @Test
    void areNotReadAndHaveNoPast() {
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> ((Scannable) catalog).pin(EVENTS, AsOf.LATEST));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("lake.shop.events").hasMessageContaining("delta");
        AsOf past = new AsOf.Moment(Instant.parse("2020-01-01T00:00:00Z"), false);
        assertThat(code(() -> catalog.table(EVENTS, past))).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(code(() -> ((Snapshots) catalog).resolve(EVENTS, past))).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void areAskedForOnlyWhereTheyAreOffered() {
        try (RestStandIn other = RestStandIn.start()) {
            SampleTables.orders(other.backing());
            try (Catalog plain = new PolarisProvider().open("lake", other.properties(), FakeLake.services())) {
                plain.tables(SHOP, PageRequest.first(10));
                assertThat(code(() -> plain.table(EVENTS, AsOf.LATEST))).isEqualTo(ErrorCode.NOT_FOUND);
            }
            assertThat(other.gate().seen()).noneMatch(seen -> seen.path().contains("generic-tables"));
        }
    }
}
