package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatedProviderTest extends CatalogContract {
    private final FakeCatalog fake = new FakeCatalog("lake")
            .with("sales.orders", FakeTable.withSnapshots(5))
            .with("sales.eu.orders", FakeTable.plain());
    private final GatedProvider provider =
            new GatedProvider(FakeProvider.of(fake), new CatalogGate("lake", ServiceConfig.Concurrency.DEFAULT));
    private final Catalog catalog = provider.open("lake", Map.of(), new FakeServices(null, null));

    GatedProviderTest() {
        for (String name : ODD_NAMES) {
            fake.with(new TableRef("lake", Namespace.of("odd", name), name), FakeTable.plain());
        }
    }

    @Override
    protected CatalogFixture fixture() {
        TableRef orders = TableRef.parse("lake.sales.orders");
        return new CatalogFixture(
                catalog,
                "lake",
                fake.refs(),
                Map.of(orders, List.of("id long", "total decimal(12, 2)", "note string")),
                Optional.of(orders));
    }

    @Test
    void hasTheAbilitiesOfWhatItStandsForAndNoOthers() {
        assertThat(catalog).isInstanceOf(Snapshots.class).isInstanceOf(Metadata.class);
        assertThat(catalog).isNotInstanceOf(io.mcpbuffet.spi.Scannable.class);
        assertThat(provider.kind()).isEqualTo("fake");
        assertThat(provider.features()).isEqualTo(FakeProvider.of(fake).features());
    }

    @Test
    void answersAndFailsAsThatDoes() {
        TableRef table = TableRef.parse("lake.sales.orders");
        assertThat(catalog.table(table, AsOf.LATEST)).isEqualTo(fake.table(table, AsOf.LATEST));
        assertThatThrownBy(() -> catalog.table(TableRef.parse("lake.sales.none"), AsOf.LATEST))
                .isInstanceOfSatisfying(
                        LakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void closesItAlsoWhileItIsBusy() {
        catalog.close();
        assertThat(fake.closed()).isTrue();
    }
}
