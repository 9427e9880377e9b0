package io.mcpbuffet.demo;

import io.mcpbuffet.error.LakeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The DuckDB file {@code ops}: depots and the shipments of the orders. */
final class OpsDatabase {
    private static final List<String> STATEMENTS = List.of(
            "SET TimeZone = 'UTC'",
            """
            CREATE TABLE depots AS
            SELECT i + 1 AS depot_id, ['Leipzig', 'Lyon', 'Zaragoza', 'Linz', 'Brno'][i + 1] AS city,
                [12000, 8000, 6500, 3000, 4500][i + 1] AS square_metres
            FROM range(0, 5) t(i)""",
            "COMMENT ON TABLE depots IS 'Depots that orders are sent from'",
            """
            CREATE TABLE shipments AS
            SELECT i + 1 AS shipment_id, i + 1 AS order_id, (hash(i * 29) % 5)::INTEGER + 1 AS depot_id,
                TIMESTAMP '2026-01-02 06:00:00' + to_seconds((i * 53)::BIGINT) AS sent_at,
                (hash(i * 31) % (hash(i * 29) % 5 + 3))::INTEGER + 1 AS days_on_the_way
            FROM range(0, 290000) t(i)""",
            "COMMENT ON TABLE shipments IS 'One shipment for each order that was sent'",
            "COMMENT ON COLUMN shipments.order_id IS 'sales.shop.orders.order_id'",
            """
            CREATE VIEW slow_shipments AS
            SELECT s.*, d.city AS depot FROM shipments s JOIN depots d USING (depot_id) WHERE s.days_on_the_way > 5""",
            "CHECKPOINT");

    private final Path file;

    OpsDatabase(Path file) {
        this.file = file;
    }

    void make() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw LakeException.unavailable("DuckDB could not write '" + file + "': " + e.getMessage(), e);
        }
    }
}
