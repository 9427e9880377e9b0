package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.glue.SampleAccount;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.polaris.SampleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code buffet serve} over a Glue, a REST catalog and a DuckDB file, asked by the inspector; the files of the first two are in S3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeCatalogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOIN =
            "SELECT r.region, count(*) AS orders, sum(o.total) AS total, string_agg(DISTINCT c.name, ' ' ORDER BY c.name) AS"
                    + " customers FROM glue.shop.orders o JOIN lake.crm.customers c ON c.id = o.customer_id JOIN"
                    + " ops.main.regions r ON r.customer_id = c.id WHERE o.id <= 100 GROUP BY ALL ORDER BY r.region";

    private SampleAccount account;
    private SampleServer server;
    private Path config;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        Node.require();
        account = SampleAccount.start(Files.createDirectories(directory.resolve("glue")));
        server = SampleServer.start(directory);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("ops.duckdb"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE regions AS SELECT i::INTEGER AS customer_id, CASE WHEN i < 4 THEN 'north' ELSE 'south' END AS"
                            + " region FROM range(10) t(i)");
        }
        Map<String, Map<String, String>> catalogs = new LinkedHashMap<>();
        catalogs.put("glue", kind("glue", account.properties()));
        catalogs.put("lake", kind("polaris", server.properties()));
        catalogs.put("ops", kind("duckdb", Map.of("path", "ops.duckdb")));
        // JSON is YAML too
        config = Files.writeString(
                directory.resolve("buffet.yaml"), JSON.writeValueAsString(Map.of("catalogs", catalogs)));
    }

    private static Map<String, String> kind(String kind, Map<String, String> properties) {
        Map<String, String> entry = new LinkedHashMap<>(Map.of("kind", kind));
        entry.putAll(properties);
        return entry;
    }

    @AfterAll
    void stop() {
        if (account != null) {
            account.close();
            server.close();
        }
    }

    @Test
    void answersAJoinOfAllThree() {
        JsonNode answer =
                Inspector.in(config.getParent()).result("query", "sql=" + JOIN).path("structuredContent");
        assertThat(answer.path("rows").toString())
                .isEqualTo(
                        "[[\"north\",40,\"1970.00\",\"c0 c1 c2 c3\"],[\"south\",60,\"3105.00\",\"c4 c5 c6 c7 c8 c9\"]]");
        assertThat(answer.path("tables").findValuesAsText("table"))
                .containsExactlyInAnyOrder("glue.shop.orders", "lake.crm.customers", "ops.main.regions");
        assertThat(answer.path("tables").findValuesAsText("snapshot_id")).hasSize(2);
        assertThat(answer.path("files_read").asInt()).isEqualTo(2);
    }

    @Test
    void isFoundWellByTheDoctor() {
        Programs.Ended ended = Programs.buffet("doctor", "--config", config.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        for (String catalog : List.of("glue \\(glue\\)", "lake \\(polaris\\)", "ops \\(duckdb\\)")) {
            assertThat(ended.out())
                    .containsPattern(catalog
                            + "\\n( +ok .*\\n)* +ok +list tables +\\d+ ms +such as .*\\n +ok +load a table .*\\n +ok +read a row"
                            + " +\\d+ ms +1 row");
        }
        assertThat(ended.out())
                .containsPattern("ok +identity +\\d+ ms +an OAuth2 token, good for \\d+ min")
                .doesNotContain("FAIL");
    }

    @Test
    void isToldByTheDoctorWhatToMend() throws IOException {
        Map<String, String> lake = kind("polaris", server.properties());
        lake.put("credential", "reader:" + Canary.CREDENTIAL.value() + "wrong");
        Map<String, String> glue = kind("glue", account.properties());
        glue.put("client.secret-access-key", Canary.GLUE_KEY.value() + "wrong");
        Path wrong = Files.writeString(
                config.resolveSibling("wrong.yaml"),
                JSON.writeValueAsString(Map.of("catalogs", Map.of("lake", lake, "glue", glue))));
        Programs.Ended ended = Programs.buffet("doctor", "--config", wrong.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .containsPattern("FAIL +connect .*AUTH_EXPIRED: The token endpoint of catalog lake .* refused")
                .contains("To fix: Check credential, scope and oauth2-server-uri of this catalog")
                .containsPattern("glue \\(glue\\)\n +FAIL .*\n +To fix: ");
    }
}
