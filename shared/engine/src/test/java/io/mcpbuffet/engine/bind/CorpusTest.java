package io.mcpbuffet.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
    private static final Set<String> OURS = Set.of("any", "duckdb");

    @TempDir
    private static Path directory;

    private FederatedEngine engine;
    private Path canary;

    @BeforeAll
    void open() throws Exception {
        FileTables tables = new FileTables().add("shop", directory, TpchTables.SMALL);
        engine = new FederatedEngine(tables, EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
        canary = Files.createDirectory(directory.resolve("canary"));
        Files.writeString(canary.resolve("secret.csv"), "content\nMCP_CANARY\n");
        Files.writeString(canary.resolve("secret.parquet"), "MCP_CANARY");
        Files.writeString(canary.resolve("other.db"), "MCP_CANARY");
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private QueryResult run(String sql) {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty());
        return engine.run(query, Progress.NONE);
    }

    static List<CorpusFile> refused() {
        return CorpusFile.read("sql-refuse.tsv", OURS);
    }

    static List<CorpusFile> allowed() {
        return CorpusFile.read("sql-allow.tsv", OURS);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesTouchingNothing(CorpusFile statement) throws IOException {
        Map<Path, String> before = files();
        String sql = statement.sql().replace("/tmp/mcp-canary", canary.toString());
        LakeException refusal = catchThrowableOfType(LakeException.class, () -> run(sql));
        assertThat(refusal).as(sql).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isIn(ErrorCode.SQL_REJECTED, ErrorCode.READ_ONLY);
        assertThat(refusal).hasMessageNotContaining("MCP_CANARY\n");
        assertThat(files()).isEqualTo(before);
        assertThat(run("SELECT count(*) FROM orders").page().rows()).containsExactly(List.of(TpchTables.ORDERS));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void runs(CorpusFile statement) {
        assertThat(run(statement.sql()).page().rows()).isNotEmpty();
    }

    @Test
    void saysHowToWriteAPivotThatFindsItsValues() {
        LakeException refusal = catchThrowableOfType(
                LakeException.class, () -> run("SELECT * FROM (PIVOT orders ON o_orderstatus USING count(*))"));
        assertThat(refusal.hint()).contains("ON column IN (");
        assertThat(run("PIVOT orders ON o_orderstatus IN ('O', 'F') USING count(*)")
                        .page()
                        .columns())
                .extracting("name")
                .contains("O", "F");
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                found.put(path, Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return found;
    }
}
