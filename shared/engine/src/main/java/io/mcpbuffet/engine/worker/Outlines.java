package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.StubRelation;
import io.mcpbuffet.engine.job.StubRelation.StubColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains a statement over stubs, which are files that do not exist: binding takes their columns from us and opens none. */
final class Outlines {
    /** Steps that read a table twice or filter it by what another holds hide what the statement itself asks of it. */
    private static final String DISABLED = "late_materialization,join_filter_pushdown,compressed_materialization";

    private Outlines() {}

    /** Settings of an instance, to be made before it is locked. */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET explain_output = 'all'");
            statement.execute("SET disabled_optimizers = '" + DISABLED + "'");
        }
    }

    static boolean onlyStubs(Job job) {
        return job.relations().stream().allMatch(StubRelation.class::isInstance);
    }

    /** On a connection of its own to a shared instance: temporary views are of the connection. */
    static Map<String, Object> of(Connection connection, Job job, Stop stop) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Relation relation : job.relations()) {
                stop.running(statement);
                statement.execute(view((StubRelation) relation).replaceFirst("CREATE VIEW", "CREATE TEMP VIEW"));
            }
        }
        return explain(connection, job, stop);
    }

    static Map<String, Object> explain(Connection connection, Job job, Stop stop) throws SQLException {
        String sql = Sandbox.text(connection, job.tree(), stop);
        Map<String, Object> plans = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            stop.running(statement);
            String bounded = WorkerCall.bounded(sql, job.maxRows(), Spools.MAX_ROWS);
            try (ResultSet rows = statement.executeQuery("EXPLAIN (FORMAT JSON) " + bounded)) {
                while (rows.next()) {
                    plans.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return Map.of("logical", plans.get("logical_opt"), "physical", plans.get("physical_plan"));
    }

    static String view(StubRelation stub) {
        List<String> schema = new ArrayList<>();
        schema.add(column(0, stub.marker(), "BOOLEAN"));
        for (StubColumn column : stub.columns()) {
            schema.add(column(schema.size(), column.stub(), column.type()));
        }
        String names = stub.columns().stream()
                .map(column -> column.stub() + " AS " + DuckDb.identifier(column.name()))
                .collect(Collectors.joining(", "));
        return "CREATE VIEW " + DuckDb.identifier(stub.view()) + " AS SELECT " + names
                + " FROM read_parquet([{filename: "
                + DuckDb.literal(StubRelation.FILE) + "}], schema = MAP {" + String.join(", ", schema) + "}) WHERE "
                + stub.marker();
    }

    private static String column(int id, String name, String type) {
        return (id + 1) + ": {name: '" + name + "', type: " + DuckDb.literal(type) + ", default_value: NULL}";
    }
}
