package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FakeServices;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog over a stand-in with a few tables. */
record Account(StandIn standIn, SnowflakeCatalog catalog) implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final CatalogProvider.Services NONE = FakeServices.of((database, files, sql, parameters, timeout) -> {
        throw new AssertionError("Snowflake needs no engine");
    });

    static Account open(String... more) {
        return open(SalesAccount.start(), Map.of(), more);
    }

    static Account open(StandIn standIn, Map<String, String> properties, String... more) {
        standIn.sql(more);
        return new Account(standIn, catalog(standIn, properties));
    }

    static SnowflakeCatalog catalog(StandIn standIn, Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(standIn.properties());
        all.putAll(properties);
        return (SnowflakeCatalog) new SnowflakeProvider().open("snow", all, NONE);
    }

    QueryResult run(String sql) {
        return catalog.run(query(sql), Progress.NONE);
    }

    List<List<Object>> rows(String sql) {
        return run(sql).page().rows();
    }

    static Query query(String sql) {
        return query(sql, AsOf.LATEST, SOON);
    }

    static Query query(String sql, AsOf asOf, Duration timeout) {
        return new Query(sql, asOf, Optional.empty(), 100, timeout, Optional.empty());
    }

    @Override
    public void close() {
        catalog.close();
        standIn.close();
    }
}
