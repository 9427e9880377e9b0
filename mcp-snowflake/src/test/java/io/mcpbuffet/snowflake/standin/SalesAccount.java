package io.mcpbuffet.snowflake.standin;

/** An account with a few tables, in the words of the stand-in's DuckDB. */
public final class SalesAccount {
    private static final String[] TABLES = {
        "ATTACH ':memory:' AS SALES",
        "ATTACH ':memory:' AS HR",
        "CREATE SCHEMA SALES.\"PUBLIC\"",
        "CREATE SCHEMA SALES.\"eu.west\"",
        "CREATE SCHEMA HR.PRIVATE",
        "CREATE TABLE SALES.\"PUBLIC\".ORDERS AS SELECT i AS id, (i % 10)::INTEGER AS customer_id, (i + 0.25)::DECIMAL(12, 2) AS"
                + " total, CASE WHEN i % 7 = 0 THEN NULL ELSE 'n' || i END AS note FROM range(1, 1001) r(i)",
        "CREATE TABLE SALES.\"PUBLIC\".ORDERS_EARLIER AS SELECT * FROM SALES.\"PUBLIC\".ORDERS WHERE id <= 100",
        "COMMENT ON TABLE SALES.\"PUBLIC\".ORDERS IS '{\"comment\": \"What was bought\", \"cluster_by\": \"LINEAR(ID)\","
                + " \"retention\": \"7\", \"bytes\": \"4096\"}'",
        "CREATE TABLE SALES.\"PUBLIC\".CUSTOMER (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL)",
        "INSERT INTO SALES.\"PUBLIC\".CUSTOMER SELECT i, 'c' || i FROM range(10) r(i)",
        "COMMENT ON COLUMN SALES.\"PUBLIC\".CUSTOMER.name IS 'Who buys'",
        "CREATE VIEW SALES.\"PUBLIC\".BIG AS SELECT * FROM SALES.\"PUBLIC\".ORDERS WHERE total > 500",
        "CREATE TABLE HR.PRIVATE.SALARIES (id INTEGER, salary DECIMAL(12, 2))",
    };

    private SalesAccount() {}

    /** Short names are looked up in SALES.PUBLIC. */
    public static StandIn start() {
        return startAt(0);
    }

    /** At a port that was free a moment ago. */
    public static StandIn startAt(int port) {
        StandIn standIn = StandIn.startAt(port, TABLES);
        standIn.set("home", "SALES.\"PUBLIC\"");
        standIn.can(
                "SELECT CURRENT_USER() AS WHO, CURRENT_ROLE() AS ROLE, CURRENT_ACCOUNT() AS ACCOUNT",
                """
                {"rowtype": [{"name": "WHO", "type": "text"}, {"name": "ROLE", "type": "text"},
                    {"name": "ACCOUNT", "type": "text"}], "rowset": [["READER", "READER", "ACME"]]}
                """);
        return standIn;
    }
}
