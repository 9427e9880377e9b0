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

/** A DuckDB file of an mcp-duckdb that the router starts. */
class RemoteServerTest extends CatalogContract {
    private static BuffetServer router;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Set<TableRef> tables = new LinkedHashSet<>();
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE orders (id BIGINT NOT NULL, placed TIMESTAMP WITH TIME ZONE, tags MAP(VARCHAR, INTEGER),"
                        + " box STRUCT(a DECIMAL(12, 2), b VARCHAR[]))",
                "CREATE SCHEMA odd"));
        tables.add(TableRef.parse("shop.main.orders"));
        for (String name : ODD_NAMES) {
            statements.add("CREATE TABLE odd.\"" + name.replace("\"", "\"\"") + "\" (a INTEGER)");
            tables.add(new TableRef("shop", Namespace.of("odd"), name));
        }
        Path file = directory.resolve("shop.duckdb");
        Samples.execute(file.toString(), statements.toArray(String[]::new));
        router = OurServer.router(
                directory,
                "",
                Map.of("shop", OurServer.overStdio("duckdb", "--name", "inner", "--path", file.toString())));
        fixture = new CatalogFixture(
                RoutedCatalog.of(router.lakehouse(), "shop"),
                "shop",
                tables,
                Map.of(
                        TableRef.parse("shop.main.orders"),
                        List.of(
                                "id long",
                                "placed timestamptz",
                                "tags map<string, int>",
                                "box struct<a: decimal(12, 2), b: list<string>>")),
                Optional.empty());
    }

    @AfterAll
    static void close() {
        router.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
