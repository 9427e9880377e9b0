package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code buffet serve} over an account of Snowflake and the demo lakehouse, asked by the inspector and by clients that cancel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnowflakeInspectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Programs.ROOT.resolve("docs/snowflake.md");

    /** Tens of thousands of millions of rows are counted. */
    private static final String ENDLESS = "SELECT count(*) FROM snow.SALES.PUBLIC.ORDERS a, snow.SALES.PUBLIC.ORDERS b,"
            + " snow.SALES.PUBLIC.ORDERS c, snow.SALES.PUBLIC.ORDERS d WHERE a.id + b.id + c.id <> d.id";

    private StandIn account;
    private Path config;
    private Inspector inspector;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Node.require();
        Programs.Ended demo = Programs.run(Programs.MODULE, "", Programs.demo());
        assertThat(demo.code()).as(demo.err()).isZero();
        account = SalesAccount.start();
        account.sql(
                "CREATE TABLE SALES.\"PUBLIC\".CONTRACTS AS SELECT i AS customer_id, CASE i % 3 WHEN 0 THEN 'gold'"
                        + " WHEN 1 THEN 'silver' ELSE 'basic' END AS plan, DATE '2026-01-01' + (i % 200)::INTEGER AS"
                        + " since, i * 10 AS fee FROM range(1, 20001) t(i)",
                "INSERT INTO HR.PRIVATE.SALARIES VALUES (1, 100)");
        Map<String, String> snow = new LinkedHashMap<>(Map.of("kind", "snowflake"));
        snow.putAll(account.properties());
        Map<String, String> sales = Map.of(
                "kind", "iceberg", "warehouse", Programs.DEMO.resolve("sales").toString());
        config = Files.writeString(
                directory.resolve("buffet.yaml"),
                JSON.writeValueAsString(Map.of("catalogs", Map.of("snow", snow, "sales", sales))));
        inspector = Inspector.in(directory);
    }

    @AfterAll
    void stop() {
        if (account != null) {
            account.close();
        }
    }

    @BeforeEach
    void forget() {
        account.forget();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list_namespaces | catalog=snow | snow.HR.PRIVATE",
                "list_tables | catalog=snow;pattern=*ORD* | snow.SALES.PUBLIC.ORDERS",
                "describe | table=snow.SALES.PUBLIC.ORDERS | LINEAR(ID)",
                "time_travel | table=snow.SALES.PUBLIC.ORDERS;as_of=-PT1H;columns=[\"id\"];order_by=id DESC;max_rows=1"
                        + " | 100",
                "query | sql=SELECT sum(total) AS paid FROM snow.SALES.PUBLIC.ORDERS | 500750.00",
            })
    void browsesTravelsAndQueries(String tool, String arguments, String seen) {
        JsonNode result = inspector.result(tool, arguments.split(";", -1));
        assertThat(result.at("/content/0/text").asText()).contains(seen);
        assertThat(result.path("structuredContent").toString()).contains(seen);
        String tag = "mcp-buffet " + tool;
        assertThat(tags()).anyMatch(each -> each.equals(tag) || each.startsWith(tag + ": "));
        if (tool.equals("time_travel")) {
            assertThat(account.executed()).anyMatch(sql -> sql.contains(" AT(TIMESTAMP => '"));
        }
    }

    private List<String> tags() {
        return account.sent("query").stream()
                .map(body -> body.at("/parameters/QUERY_TAG").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM snow.SALES.PUBLIC.ORDERS",
                "SELECT SYSTEM$CANCEL_ALL_QUERIES(1) FROM snow.SALES.PUBLIC.ORDERS",
            })
    void refusesToWrite(String sql) {
        Programs.Ended ended = inspector.call("query", "sql=" + sql, "engine=snow");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(Inspector.TOOL_SAID_ERROR);
        assertThat(Inspector.json(ended.out()).at("/structuredContent/code").asText())
                .isIn("READ_ONLY", "SQL_REJECTED");
        assertThat(account.executed()).noneMatch(sent -> sent.contains("DELETE") || sent.contains("$"));
    }

    /** The same answer comes from the Iceberg table alone, with the rule by which contracts were made. */
    @Test
    void joinsATableOfSnowflakeWithOneOfTheLakehouse() {
        JsonNode joined = answer("query", join());
        assertThat(joined.path("engine").asText()).isEqualTo("duckdb");
        assertThat(tags()).contains("mcp-buffet query: leaf of a join");
        assertThat(joined.path("tables").findValuesAsText("table"))
                .containsExactlyInAnyOrder("sales.shop.orders", "snow.SALES.PUBLIC.CONTRACTS");
        JsonNode alone = answer(
                "query",
                "SELECT CASE customer_id % 3 WHEN 0 THEN 'gold' WHEN 1 THEN 'silver' ELSE 'basic' END AS plan,"
                        + " count(*) AS orders, sum(amount) AS revenue FROM sales.shop.orders WHERE ordered_at >="
                        + " '2026-06-01' AND customer_id % 200 >= 180 GROUP BY ALL ORDER BY plan");
        assertThat(alone.path("rows")).hasSize(3);
        assertThat(joined.path("rows")).isEqualTo(alone.path("rows"));
    }

    @Test
    void explainsWhatAJoinSendsToSnowflakeAsThePageShows() throws IOException {
        String plan = answer("explain", join()).path("plan").asText();
        String sent = plan.substring(plan.lastIndexOf('\n') + 1);
        assertThat(sent).startsWith("Rows of snow.SALES.PUBLIC.CONTRACTS come by: SELECT ");
        assertThat(Files.readString(PAGE)).contains("\n" + sent + "\n");
        assertThat(account.executed()).noneMatch(sql -> sql.startsWith("SELECT"));
    }

    /** The statement that the page shows. */
    private static String join() {
        try {
            String page = Files.readString(PAGE);
            String from = page.substring(page.indexOf("SELECT c.plan"));
            return from.substring(0, from.indexOf("```")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode answer(String tool, String sql) {
        return inspector.result(tool, "sql=" + sql).path("structuredContent");
    }

    /** The inspector's command line calls once and cannot cancel. */
    @ParameterizedTest
    @ValueSource(strings = {"sdk1", "client2"})
    void abortsAtTheAccountWhatAClientCancels(String client) throws IOException {
        Map<String, Object> query = Map.of(
                "op",
                "withdraw",
                "name",
                "query",
                "arguments",
                Map.of("sql", ENDLESS),
                "when",
                Map.of("url", "http://127.0.0.1:" + account.port() + "/standin/sent", "says", "\"what\":\"poll\""));
        Map<String, Object> next =
                Map.of("op", "call", "name", "query", "arguments", Map.of("sql", "SELECT 1 AS x", "engine", "snow"));
        Programs.Ended ended = Node.script(
                "drive.mjs",
                JSON.writeValueAsString(List.of(query, next)),
                List.of(
                        client,
                        "stdio",
                        Programs.ROOT.resolve("buffet").toString(),
                        "serve",
                        "--config",
                        config.toString()));
        assertThat(ended.code()).as(ended.err()).isZero();
        JsonNode results = Inspector.json(ended.out());
        assertThat(results.at("/0/thrown").asText()).contains("no longer wanted");
        assertThat(results.at("/1/structuredContent/rows").toString()).isEqualTo("[[1]]");
        assertThat(account.addresses("query")).anyMatch(address -> account.sent("abort").stream()
                .anyMatch(body -> address.contains(body.path("requestId").asText())));
    }

    @Test
    void isFoundWellByTheDoctor() {
        Programs.Ended ended = Programs.buffet("doctor", "snow", "--config", config.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("snow \\(snowflake\\)\\n +ok +connect +\\d+ ms")
                .containsPattern("ok +list tables +\\d+ ms +such as snow.*\\n"
                        + " +ok +load a table .*\\n"
                        + " +ok +read a row +\\d+ ms +1 row")
                .doesNotContain("FAIL");
        assertThat(account.executed())
                .filteredOn(sql -> sql.startsWith("SELECT *"))
                .hasSize(1);
    }

    @Test
    void isToldByTheDoctorWhatToMend() throws IOException {
        Map<String, String> snow = new LinkedHashMap<>(Map.of("kind", "snowflake"));
        snow.putAll(account.properties());
        snow.put("password", Canary.SNOWFLAKE_PASSWORD.value() + "wrong");
        Path wrong = Files.writeString(
                config.resolveSibling("wrong.yaml"), JSON.writeValueAsString(Map.of("catalogs", Map.of("snow", snow))));
        Programs.Ended ended = Programs.buffet("doctor", "--config", wrong.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).containsPattern("FAIL +connect .*\\n +To fix: ");
    }
}
