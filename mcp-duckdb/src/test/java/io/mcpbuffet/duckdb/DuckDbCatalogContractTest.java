package io.mcpbuffet.duckdb;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.spi.FakeServices;
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

class DuckDbCatalogContractTest extends CatalogContract {
    private static final Namespace ODD = Namespace.of("eu.\"west\"");

    private static EngineWorkers worker;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) {
        List<String> statements = new ArrayList<>();
        Set<TableRef> tables = new LinkedHashSet<>();
        statements.add(
                "CREATE TABLE orders (id BIGINT NOT NULL, placed TIMESTAMP WITH TIME ZONE, tags MAP(VARCHAR, INTEGER))");
        tables.add(TableRef.parse("shop.main.orders"));
        statements.add("CREATE VIEW ids AS SELECT id FROM orders");
        tables.add(TableRef.parse("shop.main.ids"));
        statements.add("CREATE SCHEMA " + quoted(ODD.levels().get(0)));
        for (String name : ODD_NAMES) {
            statements.add("CREATE TABLE " + quoted(ODD.levels().get(0)) + "." + quoted(name) + " (a INTEGER)");
            tables.add(new TableRef("shop", ODD, name));
        }
        Path file = Duck.write(directory.resolve("it's.duckdb"), statements.toArray(String[]::new));
        worker = EngineWorkers.create(Limits.DEFAULT);
        Catalog catalog = new DuckDbProvider().open("shop", Map.of("path", file.toString()), FakeServices.of(worker));
        fixture = new CatalogFixture(
                catalog,
                "shop",
                tables,
                Map.of(
                        TableRef.parse("shop.main.orders"),
                        List.of("id long", "placed timestamptz", "tags map<string, int>")),
                Optional.empty());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @AfterAll
    static void close() {
        fixture.catalog().close();
        worker.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
