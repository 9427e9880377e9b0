package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.server.StandaloneServer;
import io.mcpbuffet.spi.EngineProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a client starts it, over standard input and output. */
@Timeout(180)
class ServerTest {
    @TempDir
    Path directory;

    /** Without an engine on the class path no server starts, so there is nothing to hold these tests against. */
    @BeforeAll
    static void engine() {
        assumeTrue(ServiceLoader.load(EngineProvider.class).findFirst().isPresent(), "no engine on the class path");
    }

    @Test
    void listsDescribesAndQueriesADuckDbFile() throws Exception {
        Path file = Duck.write(
                directory.resolve("shop.duckdb"),
                "CREATE TABLE orders AS SELECT i AS id, i * 2 AS total FROM range(10) r(i)",
                "CREATE VIEW big AS SELECT * FROM orders WHERE total > 10");
        try (StandaloneServer server = StandaloneServer.start(directory, "--path", file.toString())) {
            assertThat(server.call("list_tables", Map.of()).findValuesAsText("table"))
                    .containsExactly("duckdb.main.big", "duckdb.main.orders");
            JsonNode columns =
                    server.call("describe", Map.of("table", "orders")).path("columns");
            assertThat(columns.findValuesAsText("name")).containsExactly("id", "total");
            JsonNode result = server.call(
                    "query", Map.of("sql", "SELECT sum(o.total) FROM orders o JOIN duckdb.main.big b USING (id)"));
            assertThat(result.path("rows").path(0).path(0).asText()).isEqualTo("60");
            JsonNode refused = server.call("query", Map.of("sql", "DELETE FROM orders"));
            assertThat(refused.path("code").asText()).isIn("READ_ONLY", "SQL_REJECTED");
            assertThat(server.end()).isZero();
        }
    }

    @Test
    void queriesADirectoryOfFiles() throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/prices.csv"), "item,price\na,1\nb,2\n");
        Files.writeString(directory.resolve("data/tabs.tsv"), "item\tnote\na\tx\n");
        Duck.run("COPY (SELECT 'a' AS item, i AS n, i % 2 AS k FROM range(4) r(i)) TO '"
                + directory.resolve("data/sold") + "' (FORMAT parquet, PARTITION_BY (k))");
        try (StandaloneServer server = StandaloneServer.start(directory, "--path", "data", "--name", "files")) {
            JsonNode result = server.call(
                    "query",
                    Map.of(
                            "sql",
                            "SELECT t.note, sum(n * price) FROM files.main.sold s JOIN prices p USING (item) JOIN tabs t"
                                    + " USING (item) WHERE k = 1 GROUP BY ALL"));
            assertThat(result.path("rows").path(0).toString()).isEqualTo("[\"x\",4]");
            assertThat(server.end()).isZero();
        }
    }

    /** The rows are over 200 MB as values; all of the server has 64. */
    @Test
    void answersTheBeginningOfALongResultInLittleMemory() throws Exception {
        Files.writeString(directory.resolve("one.csv"), "a\n1\n");
        Map<String, String> little = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m");
        try (StandaloneServer server = StandaloneServer.start(directory, little, "--path", ".")) {
            JsonNode result = server.call(
                    "query",
                    Map.of(
                            "sql",
                            "SELECT i, md5(i::VARCHAR) AS a, md5((i + 1)::VARCHAR) AS b FROM range(3000000) t(i)",
                            "max_rows",
                            200));
            assertThat(result.path("rows").size()).isBetween(100, 200);
            assertThat(result.path("truncated").asBoolean()).isTrue();
            JsonNode sum = server.call("query", Map.of("sql", "SELECT sum(a) FROM one"));
            assertThat(sum.path("rows").path(0).path(0).asInt()).isEqualTo(1);
            assertThat(server.end()).isZero();
            assertThat(server.log()).doesNotContain("OutOfMemory");
        }
    }

    @Test
    void saysWhatIsWrongWithAFileAndLives() throws Exception {
        Path text = Files.writeString(directory.resolve("bad.duckdb"), "no database");
        try (StandaloneServer server = StandaloneServer.start(directory, "--path", text.toString())) {
            JsonNode error = server.call("list_tables", Map.of());
            assertThat(error.path("code").asText()).isEqualTo("UNSUPPORTED");
            assertThat(error.path("message").asText()).contains("bad.duckdb is not a DuckDB database file");
            assertThat(server.end()).isZero();
        }
    }

    @Test
    void refusesAnUnknownFlagWithItsNearest() throws Exception {
        Process process = StandaloneServer.process(directory, Map.of(), "--pth", "x");
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(stderr).contains("did you mean '--path'?");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }
}
