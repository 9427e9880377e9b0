package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The inspector on the command line, as the README shows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectorTest {
    private static final Inspector INSPECTOR = new Inspector(Programs.demo());

    @BeforeAll
    void node() {
        Node.require();
    }

    /** Name, arguments, and what the answer has. */
    private static final String[] CALLS = {
        "list_catalogs | | sales",
        "list_namespaces | catalog=crm | crm.people",
        "list_tables | catalog=ops | ops.main.depots",
        "describe | table=sales.shop.orders | month(ordered_at)",
        "list_snapshots | table=crm.people.tickets | append",
        "time_travel | table=sales.shop.orders;as_of=tag:eom-2026-03;max_rows=1 | sales.shop.orders",
        "inspect | table=sales.shop.orders;view=refs | audit",
        "search_tables | text=shipments | ops.main.shipments",
        "context_pack | question=late shipments | ops.main.shipments",
        "profile | table=sales.shop.orders;columns=[\"customer_id\"] | customer_id",
        "compare | left=sales.shop.orders;left_as_of=tag:eom-2026-03 | sales.shop.orders",
        "query | sql=SELECT count(*) AS n FROM sales.shop.orders | 299500",
        "explain | sql=SELECT * FROM depots | ops.main.depots",
    };

    static Stream<Arguments> calls() {
        return Stream.of(CALLS).map(call -> {
            List<String> parts =
                    Stream.of(call.split("\\|", -1)).map(String::strip).toList();
            List<String> given = Stream.of(parts.get(1).split(";", -1))
                    .filter(Predicate.not(String::isEmpty))
                    .toList();
            return Arguments.of(parts.get(0), given, parts.get(2));
        });
    }

    @Test
    void listsTheTools() {
        Programs.Ended ended = INSPECTOR.inspect("tools/list");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(Inspector.json(ended.out()).path("tools").findValuesAsText("name"))
                .as("tools, each of which is called here")
                .containsExactlyInAnyOrderElementsOf(
                        calls().map(call -> (String) call.get()[0]).toList());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callsEachTool(String tool, List<String> arguments, String seen) {
        JsonNode result = INSPECTOR.result(tool, arguments.toArray(String[]::new));
        assertThat(result.at("/content/0/text").asText()).contains(seen);
        assertThat(result.path("structuredContent").toString()).contains(seen);
    }

    @Test
    void exitsAsItDoesWhereAToolSaysError() {
        Programs.Ended ended = INSPECTOR.call("query", "sql=DROP TABLE sales.shop.orders");
        assertThat(ended.code()).isEqualTo(Inspector.TOOL_SAID_ERROR);
        assertThat(ended.out()).contains("READ_ONLY");
    }
}
