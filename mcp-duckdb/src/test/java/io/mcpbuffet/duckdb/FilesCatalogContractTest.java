package io.mcpbuffet.duckdb;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.spi.FakeServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class FilesCatalogContractTest extends CatalogContract {
    private static EngineWorkers worker;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        Set<TableRef> tables = new LinkedHashSet<>();
        Files.writeString(directory.resolve("orders.csv"), "id,at,paid\n1,2026-01-01,true\n");
        tables.add(TableRef.parse("files.main.orders"));
        Path odd = Files.createDirectories(directory.resolve("eu").resolve("we.st"));
        for (String name : ODD_NAMES) {
            Files.writeString(odd.resolve(name + ".csv"), "a\n1\n");
            tables.add(new TableRef("files", Namespace.of("eu", "we.st"), name));
        }
        Duck.run("COPY (SELECT 1 AS a, 2 AS k) TO '" + directory.resolve("hive")
                + "' (FORMAT parquet, PARTITION_BY (k))");
        tables.add(TableRef.parse("files.main.hive"));
        worker = EngineWorkers.create(Limits.DEFAULT);
        Catalog catalog =
                new DuckDbProvider().open("files", Map.of("path", directory.toString()), FakeServices.of(worker));
        fixture = new CatalogFixture(
                catalog,
                "files",
                tables,
                Map.of(
                        TableRef.parse("files.main.orders"), List.of("id long", "at date", "paid boolean"),
                        TableRef.parse("files.main.hive"), List.of("a int", "k long")),
                Optional.empty());
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
