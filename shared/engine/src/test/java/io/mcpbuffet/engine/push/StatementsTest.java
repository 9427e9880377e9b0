package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.BareDuckDb;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Statements as analysts write them pass the guard, and give over Iceberg tables what DuckDB gives over the same rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsTest {
    private static final int ROWS = 1000;

    @TempDir
    private static Path directory;

    private FederatedEngine retail;
    private FederatedEngine tpch;
    private BareDuckDb bareRetail;
    private BareDuckDb bareTpch;

    /** Makes the tables of a DuckDB file. */
    private interface Making {
        void in(BareDuckDb bare) throws IOException, SQLException;
    }

    @BeforeAll
    void open() throws Exception {
        retail = engine("retail", RetailLake::retail);
        tpch = engine("tpch", RetailLake::tpch);
        bareRetail = BareDuckDb.open(database("retail"));
        bareTpch = BareDuckDb.open(database("tpch"));
    }

    private static Path database(String name) {
        return directory.resolve(name + ".duckdb");
    }

    private static FederatedEngine engine(String name, Making making) throws Exception {
        try (BareDuckDb bare = BareDuckDb.open(database(name))) {
            making.in(bare);
        }
        Lake lake = new Lake(Files.createDirectory(directory.resolve(name)));
        RetailLake.copy(database(name), lake);
        return new FederatedEngine(
                lake.open(true), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    void close() throws Exception {
        retail.close();
        tpch.close();
        bareRetail.close();
        bareTpch.close();
    }

    @TestFactory
    Stream<DynamicTest> giveTheAnswersOfDuckDbToARetailer() throws IOException {
        Map<String, String> statements = RetailLake.statements();
        assertThat(statements).hasSizeGreaterThanOrEqualTo(60);
        return tests(statements, retail, bareRetail);
    }

    @TestFactory
    Stream<DynamicTest> giveTheAnswersOfDuckDbToTpch() throws IOException {
        Map<String, String> queries = RetailLake.queries();
        assertThat(queries).hasSize(22);
        return tests(queries, tpch, bareTpch);
    }

    private static Stream<DynamicTest> tests(Map<String, String> statements, FederatedEngine engine, BareDuckDb bare) {
        return statements.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> compare(engine, bare, entry.getValue())));
    }

    private static void compare(FederatedEngine engine, BareDuckDb bare, String sql) throws IOException, SQLException {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), ROWS, Duration.ofSeconds(60), Optional.empty());
        QueryResult found = engine.run(query, Progress.NONE);
        BareDuckDb.Answer expected = bare.query(sql);
        assertThat(found.truncated()).isFalse();
        assertThat(found.page().columns())
                .extracting(ResultColumn::name, ResultColumn::type)
                .containsExactlyElementsOf(expected.columns().stream()
                        .map(column -> org.assertj.core.groups.Tuple.tuple(column.name(), column.type()))
                        .toList());
        assertThat(texts(found.page().rows())).isEqualTo(texts(expected.rows()));
    }

    private static List<String> texts(List<List<Object>> rows) {
        return rows.stream().map(Object::toString).toList();
    }
}
