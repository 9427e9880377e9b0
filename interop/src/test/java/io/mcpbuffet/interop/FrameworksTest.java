package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agent frameworks, which turn the list of tools into tools of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameworksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS =
            """
            [{"name": "list_tables", "arguments": {"catalog": "crm"}},
             {"name": "describe", "arguments": {"table": "sales.shop.orders", "as_of": "tag:eom-2026-03"}},
             {"name": "time_travel", "arguments": {"table": "sales.shop.orders", "as_of": "tag:eom-2026-03",
                "columns": ["order_id", "total"], "order_by": "order_id", "max_rows": 1}},
             {"name": "query", "arguments": {"sql": "SELECT count(*) FROM sales.shop.orders"}},
             {"name": "query", "arguments": {"sql": "DROP TABLE sales.shop.orders"}}]""";

    @BeforeAll
    void node() {
        Node.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"langchain", "llamaindex"})
    void takesTheToolsAndCallsThem(String framework) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(framework, "stdio"));
        arguments.addAll(Programs.demo());
        Programs.Ended ended = Node.script("frameworks.mjs", CALLS, arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        JsonNode results = JSON.readTree(ended.out());
        assertThat(results.path(0).toString()).contains("\"time_travel\"", "\"query\"", "\"explain\"");
        assertThat(results.path(1).toString()).contains("crm.people.customers", "crm.people.tickets");
        assertThat(results.path(2).toString()).contains("total decimal(12, 2)").doesNotContain("channel");
        assertThat(results.path(3).toString()).contains("1 | 136.46");
        assertThat(results.path(4).toString()).contains("299500");
        assertThat(results.path(5).toString()).contains("READ_ONLY");
    }
}
