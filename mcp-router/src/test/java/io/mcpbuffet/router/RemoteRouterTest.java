package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.federation.ListRequest;
import io.mcpbuffet.federation.Listing;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router whose server is a router: each catalog there is a namespace here. */
class RemoteRouterTest {
    private static BuffetServer router;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Samples.orders(there.resolve("lake"));
        Samples.customers(there.resolve("crm.duckdb"));
        Samples.customers(directory.resolve("near.duckdb"));
        Path config = Files.writeString(
                there.resolve("buffet.yaml"),
                "catalogs: {lake: {kind: iceberg, warehouse: lake}, crm: {kind: duckdb, path: crm.duckdb}}\n");
        router = OurServer.router(
                directory,
                "catalogs: {near: {kind: duckdb, path: near.duckdb}}",
                Map.of("far", OurServer.routerOverStdio(config)));
    }

    @AfterAll
    static void close() {
        router.close();
    }

    private static QueryResult run(String sql, AsOf asOf) {
        return router.engine()
                .run(
                        new Query(sql, asOf, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty()),
                        Progress.NONE);
    }

    @Test
    void listsTheCatalogsThereAsNamespaces() {
        assertThat(router.lakehouse().tables(ListRequest.all(50).in("far")).items())
                .extracting(Listing.Item::value)
                .extracting(TableEntry::table)
                .extracting(TableRef::toString)
                .containsExactlyInAnyOrder("far.lake.shop.orders", "far.crm.main.customers");
        assertThat(router.lakehouse().namespaces(ListRequest.all(50).in("far")).items())
                .extracting(item -> item.value().namespace().toString())
                .containsExactlyInAnyOrder("far.lake", "far.lake.shop", "far.crm", "far.crm.main");
    }

    @Test
    void readsThePastOfATableByItsIdOf63Bits() {
        TableRef orders = router.lakehouse().resolve("far.lake.shop.orders");
        Snapshot early = router.lakehouse()
                .with("far", far -> ((Snapshots) far).resolve(orders, new AsOf.Tag(Samples.EARLIER)))
                .orElseThrow();
        QueryResult result = run("SELECT count(*) FROM far.lake.shop.orders", new AsOf.SnapshotId(early.id()));
        assertThat(result.page().rows()).containsExactly(List.of(100L));
        assertThat(result.tables().get(0).snapshotId()).hasValue(early.id());
        assertThat(result.tables().get(0).committedAt()).contains(early.committedAt());
    }

    @Test
    void hasTheFiguresThatAreKeptThere() {
        TableRef orders = router.lakehouse().resolve("far.lake.shop.orders");
        ColumnFigures.TableFigures figures = router.lakehouse()
                .with("far", far -> ((ColumnFigures) far).figures(orders, AsOf.LATEST, List.of("id", "note")));
        assertThat(figures.rows().orElseThrow().value()).isEqualTo(1000L);
        assertThat(figures.rows().orElseThrow().exact()).isTrue();
        assertThat(figures.columns()).extracting(ColumnFigures.OfColumn::name).containsExactly("id", "note");
        assertThat(figures.snapshot()).isPresent();
    }

    @Test
    void joinsThereWhatIsThereAndHereWhatIsNot() {
        String join =
                "SELECT c.name, count(*) FROM far.lake.shop.orders o JOIN %s c ON c.id = o.customer_id WHERE c.id = 3"
                        + " GROUP BY 1";
        QueryResult there = run(join.formatted("far.crm.main.customers"), AsOf.LATEST);
        QueryResult here = run(join.formatted("near.main.customers"), AsOf.LATEST);
        assertThat(there.page().rows()).hasToString("[[c3, 100]]");
        assertThat(here.page().rows()).hasToString("[[c3, 100]]");
        assertThat(there.tables()).extracting(table -> table.table().catalog()).containsOnly("far");
        assertThat(here.tables()).extracting(table -> table.table().catalog()).containsExactly("far", "near");
        assertThat(here.tables().get(0).snapshotId()).isPresent();
    }
}
