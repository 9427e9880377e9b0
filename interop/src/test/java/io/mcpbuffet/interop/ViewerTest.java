package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result viewer in a browser, with results of the demo lakehouse; screenshots are left in {@code target/viewer}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String CALLS =
            """
            {"line": {"name": "query", "arguments": {"sql": "SELECT ordered_at::DATE AS day, count(*) AS orders, \
            sum(amount) AS revenue FROM sales.shop.orders GROUP BY 1 ORDER BY 1"}},
             "bar": {"name": "query", "arguments": {"sql": "SELECT channel, round(sum(amount)) AS revenue \
            FROM sales.shop.orders GROUP BY 1 ORDER BY 1"}},
             "scatter": {"name": "query", "arguments": {"sql": "SELECT count(*) AS orders, avg(amount) AS average \
            FROM sales.shop.orders WHERE customer_id < 200 GROUP BY customer_id ORDER BY customer_id"}},
             "split": {"name": "query", "arguments": {"sql": "SELECT date_trunc('month', ordered_at)::TIMESTAMP AS month, \
            order_id % 6 || ' of 6' AS part, count(*) AS orders FROM sales.shop.orders GROUP BY ALL ORDER BY 1, 2"}},
             "losses": {"name": "query", "arguments": {"sql": "SELECT coalesce(channel, 'unknown') AS channel, \
            -count(*) AS balance FROM sales.shop.orders GROUP BY 1 ORDER BY 2"}},
             "snapshots": {"name": "list_snapshots", "arguments": {"table": "sales.shop.orders", "page_size": 4}},
             "refused": {"name": "query", "arguments": {"sql": "DELETE FROM sales.shop.orders"}},
             "long": {"name": "query", "arguments": {"sql": "SELECT order_id FROM sales.shop.orders ORDER BY 1", \
            "max_rows": 50}},
             "markup": {"name": "query", "arguments": {"sql": "SELECT '<img src=x onerror=alert(1)>' AS \\"<b>a</b>\\", NULL AS n"}}}""";

    private JsonNode seen;

    @BeforeAll
    void show() throws IOException {
        assumeTrue(Files.isExecutable(CHROMIUM), "These tests want " + CHROMIUM);
        Node.require();
        List<String> arguments = new ArrayList<>(List.of(
                CHROMIUM.toString(), Programs.MODULE.resolve("target/viewer").toString()));
        arguments.addAll(Programs.demo());
        Programs.Ended ended = Node.script("viewer.mjs", CALLS, arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        seen = new ObjectMapper().readTree(ended.out());
    }

    @Test
    void theToolsNameThePage() {
        assertThat(seen.path("mimeType").asText()).isEqualTo("text/html;profile=mcp-app");
        assertThat(seen.path("uri").asText()).startsWith("ui://");
    }

    @Test
    void asksForNothingAndBreaksNoPolicy() {
        assertThat(seen.path("problems")).isEmpty();
        assertThat(seen.path("requests")).isEmpty();
    }

    @Test
    void followsTheTheme() {
        assertThat(seen.at("/light/background").asText()).isEqualTo("rgb(255, 255, 255)");
        assertThat(seen.at("/dark/background").asText()).isEqualTo("rgb(27, 28, 30)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void choosesTheChartByTheColumns(String theme) {
        assertThat(texts(seen.path(theme).path("charts")))
                .containsExactly(
                        "line chart of orders by day",
                        "bar chart of revenue by channel",
                        "scatter chart of average by orders",
                        "line chart of orders by month and part",
                        "bar chart of balance by channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void labelsWhatItDrawsAndNamesWhatItDoesNot(String theme) {
        JsonNode facts = seen.path(theme);
        assertThat(texts(facts.at("/line/below")))
                .containsExactly("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06");
        assertThat(texts(facts.at("/split/below"))).startsWith("2026-01", "2026-02");
        assertThat(facts.at("/split/legend").asText()).contains("orders by month", "2 more of part not drawn");
        assertThat(texts(facts.at("/losses/below"))).hasSize(4);
        assertThat(facts.at("/losses/outside").asInt(-1)).isZero();
        assertThat(facts.at("/line/legend").asText()).contains("Draw revenue");
        assertThat(texts(facts.path("drawn"))).containsExactly("line chart of revenue by day", "Draw orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void showsSnapshotsAndRefusals(String theme) {
        List<String> timeline = texts(seen.path(theme).path("timeline"));
        assertThat(timeline)
                .as("the first page has four")
                .hasSize(7)
                .anyMatch(line -> line.contains("eom-2026-03") && line.contains("+50,000 rows of 150,000"));
        assertThat(seen.path(theme).path("refused").asText()).contains("READ_ONLY", "\nThe tables can only be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void sortsAndDrawsByTheKeyboard(String theme) {
        JsonNode facts = seen.path(theme);
        assertThat(texts(facts.path("reached")).toString())
                .contains("#as-chart", "#csv", "#scroll", "channel", "revenue");
        List<String> ascending = texts(facts.path("ascending"));
        assertThat(ascending).hasSizeGreaterThan(2);
        List<Double> numbers = ascending.stream().map(Double::valueOf).toList();
        assertThat(numbers).isSorted();
        List<String> reversed = new ArrayList<>(ascending);
        java.util.Collections.reverse(reversed);
        assertThat(texts(facts.path("descending"))).isEqualTo(reversed);
        assertThat(facts.path("sort").asText()).isEqualTo("descending");
        assertThat(facts.path("chartByKeyboard").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void fitsANarrowPaneWithLettersOfTheSameSize(String theme) {
        JsonNode narrow = seen.path(theme).path("narrow");
        assertThat(narrow).hasSize(4);
        narrow.forEach(overflow -> assertThat(overflow.asInt()).isLessThanOrEqualTo(0));
        assertThat(seen.path(theme).path("letters").asDouble()).isBetween(9.0, 13.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void savesRowsAndFetchesMore(String theme) {
        List<String> lines = seen.path(theme).path("csv").asText().lines().toList();
        assertThat(lines.get(0)).isEqualTo("channel,revenue");
        assertThat(lines).hasSize(1 + seen.path(theme).path("descending").size());
        assertThat(seen.path(theme).path("more").toString()).isEqualTo("[50,100]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void showsCellsAsTextAndLetsNothingOut(String theme) {
        assertThat(texts(seen.path(theme).path("markup")))
                .containsExactly("TD <img src=x onerror=alert(1)>", "TD NULL");
        assertThat(seen.path(theme).path("blocked")).isEmpty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
