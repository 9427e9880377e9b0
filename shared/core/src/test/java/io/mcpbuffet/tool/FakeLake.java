package io.mcpbuffet.tool;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.spi.SqlEngine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lakehouses of fakes, for tests of what stands on them. */
public final class FakeLake {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);

    private FakeLake() {}

    /** A catalog {@code lake} with {@code sales.orders} (five snapshots) and {@code sales.customers}. */
    public static FakeCatalog lake() {
        return new FakeCatalog("lake")
                .with("sales.orders", FakeTable.withSnapshots(5).comment("All orders"))
                .with("sales.customers", FakeTable.plain());
    }

    public static Lakehouse of(CatalogSource... sources) {
        return Lakehouse.of(Arrays.asList(sources), services());
    }

    public static Lakehouse of(FakeCatalog catalog, String name) {
        return of(source(name, FakeProvider.of(catalog)));
    }

    public static CatalogSource source(String name, CatalogProvider provider) {
        return new CatalogSource(name, provider, Map.of());
    }

    /** The worker's SQL answers nothing, and nothing is remote. */
    public static CatalogProvider.Services services() {
        LocalSql none = (database, files, sql, parameters, timeout) -> new Rows(List.of(), new ArrayList<>());
        return FakeServices.of(none);
    }

    /** Without a directory and without a model. */
    public static TableSearch search(Lakehouse lakehouse) {
        return TableSearch.of(lakehouse, TableSearch.Settings.of(Optional.empty(), 64 << 20), Optional.empty(), CLOCK);
    }

    public static List<Tool> tools(Lakehouse lakehouse, SqlEngine engine) {
        return LakeTools.of(lakehouse, engine, search(lakehouse), Limits.DEFAULT, OutputForm.BOTH, CLOCK);
    }
}
