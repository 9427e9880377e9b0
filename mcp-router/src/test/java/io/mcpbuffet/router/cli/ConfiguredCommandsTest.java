package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a configuration that they find. */
class ConfiguredCommandsTest {
    @TempDir
    private static Path directory;

    private final CommandLine line = CommandLine.in(directory);

    @BeforeAll
    static void configure() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("ops.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tickets AS SELECT i AS id, 't' || i AS topic FROM range(3) r(i)");
        }
        Files.writeString(directory.resolve("buffet.yaml"), "catalogs:\n  ops: {kind: duckdb, path: ops.duckdb}\n");
    }

    @Test
    void queryPrintsRows() {
        CommandLine.Ended ended = line.run("query", "SELECT id, topic FROM tickets ORDER BY id", "--max-rows", "2");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("id | topic\n0 | t0\n1 | t1\n2 rows, truncated");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void queryReadsAStatementFromItsInputAndPrintsJson() {
        CommandLine.Ended ended = line.typing("SELECT count(*) FROM tickets").run("query", "-", "--json");
        JsonNode answer = Json.read(ended.out());
        assertThat(answer.path("rows").toString()).isEqualTo("[[3]]");
        assertThat(answer.path("tables").path(0).path("table").asText()).isEqualTo("ops.main.tickets");
    }

    @Test
    void queryFailsOnTheErrorStreamAlone() {
        CommandLine.Ended ended = line.run("query", "DROP TABLE tickets");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("READ_ONLY");
        assertThat(line.run("query", "SELECT 1", "--max-rows", "many").code()).isEqualTo(2);
        assertThat(line.run("query", "SELECT 1", "--max-rows", "0").err()).contains("max_rows");
        assertThat(line.run("query").err()).contains("The statement is missing");
    }

    @Test
    void toolsListsWhatTheCatalogsCanServe() {
        assertThat(line.run("tools").out()).contains("query ", "describe ").doesNotContain("time_travel");
        assertThat(line.run("tools", "query").out()).contains("sql  ", "required", "max_rows", "default 200");
        assertThat(Json.read(line.run("tools", "--json").out()).path("tools").findValuesAsText("name"))
                .contains("query");
        assertThat(line.run("tools", "qeury").err()).contains("Did you mean query?");
    }

    @Test
    void checkPrintsTheConfigurationWithoutItsSecrets() throws IOException {
        Path file = Files.writeString(
                directory.resolve("secret.yaml"), "catalogs:\n  ops: {kind: duckdb, path: \"${env:WHERE}\"}\n");
        CommandLine.Ended ended = line.with("WHERE", "/hidden/place").run("check", "--config", file.toString());
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("ops:", "kind: duckdb", "***").doesNotContain("/hidden/place");
        assertThat(ended.err()).contains("is right: catalogs ops");
    }

    @Test
    void checkTellsAllThatIsWrong() throws IOException {
        Path file = Files.writeString(
                directory.resolve("wrong.yaml"),
                "catalog: {}\ncatalogs:\n  ops: {kind: ductdb}\n  Bad: {kind: duckdb}\n");
        CommandLine.Ended ended = line.run("check", "--config", file.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("'catalogs'", "'ductdb'", "'Bad'");
        assertThat(line.run("check", "--config", "nowhere.yaml").err()).contains("does not exist");
    }

    @Test
    void checkSaysWhereItLooked(@TempDir Path empty) {
        CommandLine.Ended ended = CommandLine.in(empty).run("check");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "There is no configuration",
                        empty.resolve("buffet.yaml").toString());
    }
}
