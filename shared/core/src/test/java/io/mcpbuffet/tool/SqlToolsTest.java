package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.FakeEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqlToolsTest {
    private final FakeEngine engine = new FakeEngine();
    private final Called lake = called(engine);

    private static Called called(FakeEngine engine) {
        return new Called(FakeLake.tools(FakeLake.of(FakeLake.lake(), "lake"), engine));
    }

    @Test
    void aQueryGoesToTheEngineWithItsBounds() {
        lake.ok("query", "{'sql': 'SELECT 1', 'max_rows': 7, 'timeout_seconds': 9, 'as_of': 'tag:first'}");
        assertThat(engine.asked()).singleElement().satisfies(q -> {
            assertThat(q.sql()).isEqualTo("SELECT 1");
            assertThat(q.maxRows()).isEqualTo(7);
            assertThat(q.timeout()).isEqualTo(Duration.ofSeconds(9));
            assertThat(q.asOf()).isEqualTo(new AsOf.Tag("first"));
        });
    }

    @Test
    void timeTravelWritesItsStatement() {
        lake.ok(
                "time_travel",
                "{'table': 'orders', 'as_of': 'tag:first', 'columns': ['id', 'we\\'ird'], 'where': 'id > 1 -- all', 'order_by': 'id DESC'}"
                        .replace("\\'", "\\\""));
        assertThat(engine.asked())
                .singleElement()
                .extracting(q -> q.sql())
                .isEqualTo(
                        """
                        SELECT "id", "we""ird"
                        FROM "lake"."sales"."orders"
                        WHERE (
                        id > 1 -- all
                        )
                        ORDER BY
                        id DESC
                        """);
    }

    @Test
    void timeTravelNeedsAMomentAndATableThatHasThem() {
        assertThat(lake.refused("time_travel", "{'table': 'orders'}")
                        .path("message")
                        .asText())
                .contains("as_of");
        assertThat(lake.refused("time_travel", "{'table': 'orders', 'as_of': 'last week'}")
                        .path("message")
                        .asText())
                .contains("last week");
        assertThat(engine.asked()).isEmpty();
    }

    @Test
    void aConditionCannotLeaveItsPlace() {
        for (String escape : List.of("1=1) OR (1=1", "1=1; DROP TABLE x", "1=1) UNION SELECT (1", "a = \"open")) {
            JsonNode problem = lake.refused(
                    "time_travel",
                    "{'table': 'orders', 'as_of': 'tag:first', 'where': \"" + escape.replace("\"", "\\\"") + "\"}");
            assertThat(problem.path("code").asText()).as(escape).isIn("INVALID_ARGUMENT", "SQL_REJECTED");
        }
        assertThat(engine.asked()).isEmpty();
    }

    @Test
    void aCutAnswerSaysSoInBothForms() {
        FakeEngine more = new FakeEngine(q -> FakeEngine.result(List.of(List.of(1L)), Optional.of("inner")));
        JsonNode out = called(more).ok("query", "{'sql': 'SELECT 1', 'max_rows': 1}");
        assertThat(out.path("truncated").asBoolean()).isTrue();
        assertThat(out.path("truncation_reason").asText()).isEqualTo("max_rows");
        assertThat(called(more).text("query", "{'sql': 'SELECT 1', 'max_rows': 1}"))
                .contains("1 row, truncated: max_rows", "repeat the call with cursor: ");
    }

    @Test
    void theNextPageAsksTheEngineWithItsOwnCursor() {
        FakeEngine two = new FakeEngine(q -> FakeEngine.result(
                List.of(List.of(q.cursor().isPresent() ? 2L : 1L)),
                q.cursor().isPresent() ? Optional.empty() : Optional.of("inner")));
        assertThat(called(two).pages("query", "{'sql': 'SELECT 1', 'max_rows': 1}", "rows"))
                .extracting(JsonNode::toString)
                .containsExactly("[1]", "[2]");
        assertThat(two.asked().get(1).cursor()).contains("inner");
    }

    @Test
    void aCursorWhoseResultIsGoneSaysWhatToDo() {
        FakeEngine forgetful = new FakeEngine(q -> {
            if (q.cursor().isPresent()) {
                throw LakeException.notFound("There is no such result");
            }
            return FakeEngine.result(List.of(List.of(1L)), Optional.of("inner"));
        });
        Called called = called(forgetful);
        String cursor =
                called.ok("query", "{'sql': 'SELECT 1'}").path("next_cursor").asText();
        JsonNode problem = called.refused("query", "{'sql': 'SELECT 1', 'cursor': '" + cursor + "'}");
        assertThat(problem.path("message").asText()).isEqualTo("The cursor has expired");
        assertThat(problem.path("hint").asText()).contains("without cursor");
        assertThat(called.refused("query", "{'sql': 'SELECT 2', 'cursor': '" + cursor + "'}")
                        .path("message")
                        .asText())
                .contains("does not belong to this call");
    }

    @Test
    void valuesKeepTheirFormAndNullStays() {
        FakeEngine values = new FakeEngine(q -> FakeEngine.result(
                List.of(Arrays.asList((Object) null), List.of("9007199254740993"), List.of("")), Optional.empty()));
        assertThat(called(values)
                        .ok("query", "{'sql': 'SELECT 1'}")
                        .path("rows")
                        .toString())
                .isEqualTo("[[null],[\"9007199254740993\"],[\"\"]]");
        assertThat(called(values).text("query", "{'sql': 'SELECT 1'}")).contains("NULL");
    }

    @Test
    void explainRunsNothing() {
        FakeEngine refusing = new FakeEngine(q -> {
            throw new AssertionError("ran");
        });
        assertThat(called(refusing)
                        .ok("explain", "{'sql': 'SELECT 1'}")
                        .path("plan")
                        .asText())
                .isEqualTo("PLAN");
    }
}
