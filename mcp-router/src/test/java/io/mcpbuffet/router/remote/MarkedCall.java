package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.util.List;

/**
 * One call of many, with a mark that only its own answer can have, but for listings. Of twenty one is cancelled and one fails.
 *
 * @param id as it is on the wire
 * @param mark of this call alone
 */
record MarkedCall(int id, String mark, Kind kind) {
    private static final int TURNS = 20;
    private static final int ROWS = 40;

    /** Calls of a client at its start. */
    private static final int STARTING = 8;

    /** Longer than anybody waits, so that only its cancellation ends it. */
    private static final int ENDLESS_MILLIS = 600_000;

    private static final String ENDLESS_SQL =
            "SELECT '%s', count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c"
                    + " WHERE a.range + b.range + c.range = 7";

    private static final List<Kind> ANSWERED =
            List.of(Kind.ICEBERG, Kind.DUCKDB, Kind.JOIN, Kind.LISTING, Kind.CHILD, Kind.WEB);
    private static final List<Kind> CANCELLED = List.of(Kind.ENDLESS_CHILD, Kind.ENDLESS_WEB, Kind.ENDLESS_SQL);

    enum Kind {
        ICEBERG,
        DUCKDB,
        JOIN,
        LISTING,
        CHILD,
        WEB,
        MISSING,
        ENDLESS_CHILD,
        ENDLESS_WEB,
        ENDLESS_SQL
    }

    static MarkedCall of(int client, int id) {
        return new MarkedCall(id, "c" + client + "x" + id + "x", kind(client * 7 + id));
    }

    private static Kind kind(int number) {
        return switch (number % TURNS) {
            case 0 -> CANCELLED.get(number / TURNS % CANCELLED.size());
            case 1 -> Kind.MISSING;
            default -> ANSWERED.get(number % ANSWERED.size());
        };
    }

    boolean cancelled() {
        return CANCELLED.contains(kind);
    }

    private int row() {
        return 1 + id % ROWS;
    }

    String request() {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", "tools/call");
        return Json.write(message.set("params", params()));
    }

    private JsonNode params() {
        return switch (kind) {
            case ICEBERG -> query("SELECT '" + mark + "', count(*) FROM sales.shop.orders WHERE id <= " + row());
            case DUCKDB ->
                query("SELECT '" + mark + "', id FROM crm.main.customers WHERE name = 'c" + row() % 10 + "'");
            case JOIN ->
                query("SELECT '" + mark + "', o.id FROM sales.shop.orders o JOIN crm.main.customers c"
                        + " ON o.customer_id = c.id WHERE o.id = " + row());
            case LISTING -> Client.params("list_tables", "catalog", id % 2 == 0 ? "sales" : "crm");
            case CHILD -> Client.params("child__echo", "mark", mark);
            case WEB -> Client.params("web__echo", "mark", mark);
            case MISSING -> Client.params("describe", "table", "sales.shop." + mark);
            case ENDLESS_CHILD -> Client.params("child__slow", "millis", ENDLESS_MILLIS, "mark", mark);
            case ENDLESS_WEB -> Client.params("web__slow", "millis", ENDLESS_MILLIS, "mark", mark);
            case ENDLESS_SQL -> query(ENDLESS_SQL.formatted(mark));
        };
    }

    private static JsonNode query(String sql) {
        return Client.params("query", "sql", sql, "timeout_seconds", 600);
    }

    String cancellation() {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}}";
    }

    /** Whether it is the answer to this call and to no other. */
    boolean fits(JsonNode answer) {
        return switch (kind) {
            case ICEBERG, JOIN -> rows(answer).equals("[[\"" + mark + "\"," + row() + "]]");
            case DUCKDB -> rows(answer).equals("[[\"" + mark + "\"," + row() % 10 + "]]");
            case LISTING -> listed(answer.at("/result/structuredContent"));
            case CHILD, WEB -> answer.at("/result/content/0/text").asText().contains("\"mark\":\"" + mark + "\"");
            case MISSING -> missed(answer.at("/result/structuredContent"));
            default -> false;
        };
    }

    private boolean listed(JsonNode listing) {
        String table = id % 2 == 0 ? "sales.shop.orders" : "crm.main.customers";
        return listing.path("tables").findValuesAsText("table").equals(List.of(table))
                || late(listing.at("/catalogs/0/error"));
    }

    private boolean missed(JsonNode error) {
        boolean named = error.path("code").asText().equals("NOT_FOUND")
                && error.path("message").asText().contains(mark);
        return named || late(error.path("code"));
    }

    /** While all the routers and their servers start at once, a catalog may take longer than a listing waits. */
    private boolean late(JsonNode code) {
        return id < STARTING && code.asText().startsWith("TIMED_OUT");
    }

    private static String rows(JsonNode answer) {
        return answer.at("/result/structuredContent/rows").toString();
    }
}
