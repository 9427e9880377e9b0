package io.mcpbuffet.router.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a person is shown of the demo lakehouse: six calls of an MCP client, each with its answer. */
public final class DemoTour {
    /** {@code %s} stands for a moment of the orders. */
    static final String JOIN =
            """
            SELECT d.city AS depot, count(*) AS orders, sum(o.amount) AS revenue,
                   round(avg(s.days_on_the_way), 2) AS days
            FROM sales.shop.orders o%s
            JOIN crm.people.customers c USING (customer_id)
            JOIN ops.main.shipments s USING (order_id)
            JOIN ops.main.depots d USING (depot_id)
            WHERE c.segment = 'business' AND c.address.country = 'DE'
            GROUP BY ALL ORDER BY days DESC""";

    private static final String TAG = "eom-2026-05";

    private final DemoClient client;
    private final PrintStream out;
    private final Style style;
    private int steps;

    public DemoTour(DemoClient client, PrintStream out, boolean colours) {
        this.client = client;
        this.out = out;
        this.style = new Style(colours);
    }

    /** Prints all of it. UNAVAILABLE where an answer is not what it should be. */
    public void show() {
        catalogs();
        tables();
        describe();
        query("One query over three catalogs: Iceberg, Iceberg and DuckDB", JOIN.formatted(""));
        query(
                "The same query as the orders were at the end of May",
                JOIN.formatted(" AT (VERSION => 'tag:" + TAG + "')"));
        refusal();
    }

    private void catalogs() {
        DemoClient.Answer answer = step("Which catalogs are there?", "list_catalogs", Map.of());
        grid(
                rows(answer.structured().path("catalogs"), "catalog", "kind", "status", "dialect"),
                "catalog",
                "kind",
                "status",
                "dialect");
    }

    private void tables() {
        DemoClient.Answer answer = step("Which tables?", "list_tables", Map.of());
        grid(
                rows(answer.structured().path("tables"), "table", "kind", "format", "comment"),
                "table",
                "kind",
                "format",
                "comment");
    }

    private void describe() {
        Map<String, Object> arguments = Map.of("table", "sales.shop.orders");
        JsonNode table = step("What is in the orders?", "describe", arguments).structured();
        grid(rows(table.path("columns"), "name", "type", "comment"), "column", "type", "comment");
        out.println(style.faint("    " + table.path("row_count").asText() + " rows, partitioned by "
                + join(table.path("partitioning")) + ", snapshot "
                + table.path("snapshot").path("snapshot_id").asText()));
    }

    private void query(String title, String sql) {
        DemoClient.Answer answer = step(title, "query", Map.of("sql", sql));
        JsonNode result = answer.structured();
        List<String> names = new ArrayList<>();
        result.path("columns").forEach(column -> names.add(column.path("name").asText()));
        List<List<String>> rows = new ArrayList<>();
        result.path("rows").forEach(row -> {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? "NULL" : cell.asText()));
            rows.add(cells);
        });
        grid(rows, names.toArray(String[]::new));
        result.path("tables")
                .forEach(read -> out.println(style.faint("    read "
                        + read.path("table").asText()
                        + (read.has("snapshot_id")
                                ? " at snapshot " + read.path("snapshot_id").asText() + " of "
                                        + read.path("committed_at").asText()
                                : ""))));
    }

    private void refusal() {
        String sql = "DELETE FROM sales.shop.orders";
        title("A write is refused", "query");
        out.println(style.faint(indented(sql)));
        DemoClient.Answer answer = client.call("query", Map.of("sql", sql));
        if (!answer.isError()) {
            throw LakeException.of(ErrorCode.INTERNAL, "The statement '" + sql + "' was not refused");
        }
        out.println(indented(answer.structured().path("code").asText() + ": "
                + answer.structured().path("message").asText()));
    }

    private DemoClient.Answer step(String title, String tool, Map<String, Object> arguments) {
        title(title, tool);
        arguments.forEach((name, value) -> out.println(style.faint(indented(value.toString()))));
        DemoClient.Answer answer = client.call(tool, arguments);
        if (answer.isError()) {
            throw LakeException.unavailable("The call of " + tool + " failed: " + answer.text(), null);
        }
        out.println();
        return answer;
    }

    private void title(String title, String tool) {
        steps++;
        out.println();
        out.println(style.strong(steps + ". " + title) + style.faint("   " + tool));
    }

    private void grid(List<List<String>> rows, String... heading) {
        List<Integer> widths = new ArrayList<>();
        Stream.concat(Stream.of(List.of(heading)), rows.stream()).forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        });
        out.println(style.faint(line(List.of(heading), widths)));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("    ");
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static List<List<String>> rows(JsonNode items, String... members) {
        List<List<String>> rows = new ArrayList<>();
        items.forEach(item -> rows.add(
                Stream.of(members).map(name -> item.path(name).asText("")).toList()));
        return rows;
    }

    private static String join(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    private static String indented(String text) {
        return "    " + text.replace("\n", "\n    ");
    }

    /** How parts of the text are set off on a terminal. */
    private record Style(boolean colours) {
        String strong(String text) {
            return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
        }

        String faint(String text) {
            return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
        }
    }
}
