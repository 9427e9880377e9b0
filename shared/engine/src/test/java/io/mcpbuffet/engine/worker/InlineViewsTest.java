package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.json.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineViewsTest {
    private static final String ROWS = "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(id, name)";

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW v1 AS " + ROWS);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private JsonNode tree(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return Json.read(rows.getString(1));
            }
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            found.add(rows.getMetaData().getColumnName(1));
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    found.add(rows.getString(i));
                }
            }
        }
        return found;
    }

    private static Job job(JsonNode tree, List<Relation> relations) {
        return new Job(tree, relations, false, 10, 1000, 1000);
    }

    private static InlineViews views(JsonNode tree) {
        return InlineViews.of(job(tree, List.of())).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM v1",
                "SELECT v1.id FROM v1 ORDER BY v1.id DESC",
                "SELECT x.b FROM v1 AS x(a, b) WHERE a = 2",
                "SELECT t.id, t FROM v1 AS t, v1 AS c0 WHERE t.id = c0.id",
                "SELECT 'v1 AS inline_0_' AS inline_0_, id AS v1 FROM v1 AS inline0_0_",
                "SELECT \"Inline_1_\" FROM (SELECT id AS \"Inline_1_\" FROM v1) AS \"it's \"\"inline_0_\"",
                "SELECT count(*) FROM v1 AS s TABLESAMPLE 100%",
                "FROM (DESCRIBE SELECT * FROM v1)",
                "SUMMARIZE SELECT id FROM v1",
                "WITH c AS (SELECT * FROM v1) SELECT (SELECT max(id) FROM v1 z WHERE z.id <= c.id) AS m FROM c",
                "SELECT * FROM v1 AS o PIVOT (count(*) FOR name IN ('a', 'b')) ORDER BY id",
                "SELECT a.id FROM v1 a, LATERAL (SELECT * FROM v1 b WHERE b.id > a.id)",
                "SELECT id FROM v1 UNION ALL (SELECT id FROM v1 ORDER BY id LIMIT 1)"
            })
    void answersAsOverTheView(String sql) throws SQLException {
        JsonNode parsed = tree(sql);
        InlineViews views = views(parsed);
        assertThat(views.add("v1", ROWS)).isTrue();
        String text = views.into(parsed, tree -> Sandbox.text(connection, tree, new Stop()));
        assertThat(text).contains("(" + ROWS + ")");
        List<String> expected = rows(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP VIEW v1");
        }
        assertThat(rows(text)).as(text).isEqualTo(expected);
    }

    @Test
    void leavesLongQueriesToViews() {
        InlineViews views = views(Json.object());
        String large = "SELECT '" + "x".repeat(1_100_000) + "'";
        assertThat(views.add("v1", large)).isTrue();
        assertThat(views.select("v1")).contains(large);
        assertThat(views.add("v2", large)).isFalse();
        assertThat(views.select("v2")).isEmpty();
        assertThat(views.add("v3", ROWS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (SELECT max(id) FROM v1 z) FROM v2",
                "SELECT 1 + (SELECT max(id) FROM (SELECT id AS i FROM v1) z(id)) FROM v2",
                "SELECT * FROM (SELECT EXISTS (FROM v1) FROM v2) AS x",
                "SELECT 2 IN (SELECT id AS i FROM v1) FROM v2"
            })
    void leavesToViewsWhatNamesAColumn(String sql) throws SQLException {
        InlineViews views = views(tree(sql));
        assertThat(views.add("v1", ROWS)).isFalse();
        assertThat(views.add("v2", ROWS)).isTrue();
    }

    @Test
    void leavesToViewsWhatKeysAreReadFrom() throws SQLException {
        RowsRelation.Keys keys = new RowsRelation.Keys(tree("SELECT id FROM v1"), "BIGINT", 10, 100);
        List<RowsRelation.Column> columns = List.of(new RowsRelation.Column("id", "BIGINT", "BIGINT"));
        assertThat(InlineViews.of(job(Json.object(), List.of(new RowsRelation("v2", columns, keys)))))
                .isEmpty();
        assertThat(InlineViews.of(job(Json.object(), List.of(new RowsRelation("v2", columns, RowsRelation.Keys.NONE)))))
                .isPresent();
    }
}
