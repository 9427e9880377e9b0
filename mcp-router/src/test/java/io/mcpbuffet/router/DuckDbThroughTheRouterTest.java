package io.mcpbuffet.router;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A DuckDB file beside a copy of it. */
class DuckDbThroughTheRouterTest extends CatalogContract {
    private static BuffetServer server;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Set<TableRef> tables = new LinkedHashSet<>();
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE orders (id BIGINT NOT NULL, placed TIMESTAMP WITH TIME ZONE)", "CREATE SCHEMA odd"));
        tables.add(TableRef.parse("shop.main.orders"));
        for (String name : ODD_NAMES) {
            statements.add("CREATE TABLE odd.\"" + name.replace("\"", "\"\"") + "\" (a INTEGER)");
            tables.add(new TableRef("shop", Namespace.of("odd"), name));
        }
        for (String file : List.of("shop.duckdb", "copy.duckdb")) {
            Samples.execute(directory.resolve(file).toString(), statements.toArray(String[]::new));
        }
        server = Configured.open(
                directory,
                """
                catalogs:
                  copy: {kind: duckdb, path: copy.duckdb}
                  shop: {kind: duckdb, path: shop.duckdb}
                """);
        fixture = new CatalogFixture(
                RoutedCatalog.of(server.lakehouse(), "shop"),
                "shop",
                tables,
                Map.of(TableRef.parse("shop.main.orders"), List.of("id long", "placed timestamptz")),
                Optional.empty());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
