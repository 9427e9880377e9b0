package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.search.TableSearch.Found;
import io.mcpbuffet.search.TableSearch.Settings;
import io.mcpbuffet.tool.FakeLake;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the search index asks a server for its tables. */
class SearchedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void loadsEachTableOnceInTenMinutesAlsoAfterARestart() {
        try (RestStandIn server = RestStandIn.start()) {
            server.backing().createNamespace(Namespace.of("shop"));
            for (String name : List.of("orders", "customers", "refunds")) {
                server.backing()
                        .createTable(
                                TableIdentifier.of("shop", name),
                                new Schema(Types.NestedField.optional(1, name + "_note", Types.StringType.get())));
            }
            find(server, START);
            long first = loads(server);
            assertThat(first).isGreaterThanOrEqualTo(3);
            find(server, START.plus(Duration.ofMinutes(9)));
            assertThat(loads(server)).isEqualTo(first);
            find(server, START.plus(Duration.ofMinutes(11)));
            assertThat(loads(server)).isGreaterThan(first);
        }
    }

    /** As a process of its own does. */
    private void find(RestStandIn server, Instant now) {
        CatalogSource source = new CatalogSource("lake", new PolarisProvider(), server.properties());
        Settings settings =
                new Settings(Optional.of(directory), 16 << 20, Duration.ofSeconds(30), Duration.ofMinutes(1));
        try (TableSearch search =
                TableSearch.of(FakeLake.of(source), settings, Optional.empty(), Clock.fixed(now, ZoneOffset.UTC))) {
            Found found = search.search("refunds note", Optional.empty(), t -> true, 1);
            assertThat(found.hits().get(0).columns()).containsExactly("refunds_note");
            while (!search.settled()) {
                Thread.onSpinWait();
            }
        }
    }

    private static long loads(RestStandIn server) {
        return server.gate().seen().stream()
                .filter(seen -> seen.method().equals("GET") && seen.path().matches(".*/namespaces/shop/tables/[^/]+"))
                .count();
    }
}
