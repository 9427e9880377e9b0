package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Logs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Selective statements through MCP over 10,000 data files: what their plans take in a process that has seen none of the table, and again;
 * beside Iceberg's own planning of the same filter, also in a new process and again. And the data files that are read at all, as the file
 * system notes them. Argument: a directory for the data.
 */
final class FilesBench implements Benchmark {
    private static final Path DATA = Path.of("bench/target/files");
    private static final int WARM_UPS = 10;
    private static final int RUNS = 15;

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        ManyFiles data = ManyFiles.at(arguments.isEmpty() ? DATA : Path.of(arguments.get(0)));
        data.requireNotes();
        Logs.level("warn");
        table.row(
                "rows of",
                "files that match",
                "files read",
                "Iceberg cold ms",
                "plan cold ms",
                "query cold ms",
                "Iceberg ms",
                "plan ms",
                "query ms");
        double cold = 0;
        double warm = 0;
        long beyond = 0;
        for (BarePlanning.Selection selection : BarePlanning.SELECTIONS) {
            Measured measured = measure(data, selection);
            table.row(measured.cells(selection).toArray());
            cold = Math.max(cold, measured.coldPlan());
            warm = Math.max(warm, measured.warmPlan());
            beyond = Math.max(beyond, measured.opened() - selection.files());
        }
        return List.of(
                new Result("files-plan-cold", cold, "ms", "<= 3000"),
                new Result("files-plan-warm", warm, "ms", "<= 300"),
                new Result("files-read-beyond-those-that-match", beyond, "files", "0"));
    }

    private record Measured(
            long opened,
            double coldBare,
            double coldPlan,
            double coldQuery,
            double bare,
            double warmPlan,
            double query) {
        List<Object> cells(BarePlanning.Selection selection) {
            List<Object> cells = new ArrayList<>(List.of(selection.name(), selection.files(), opened));
            for (double millis : new double[] {coldBare, coldPlan, coldQuery, bare, warmPlan, query}) {
                cells.add(Timing.text(millis));
            }
            return cells;
        }
    }

    /** The first plan and the first query each in a server of its own, whose worker has run something else. */
    private static Measured measure(ManyFiles data, BarePlanning.Selection selection) throws Exception {
        String sql = "SELECT count(id) AS n, sum(id) AS ids FROM lake.n.events WHERE " + selection.condition();
        double coldBare = BarePlanning.cold(data, selection);
        Timing coldQuery = new Timing();
        try (McpProcess server = server(data)) {
            coldQuery.measure(() -> server.query(sql));
        }
        Timing coldPlan = new Timing();
        try (McpProcess server = server(data)) {
            coldPlan.measure(() -> explain(server, sql, selection));
            Timing bare = new Timing();
            Timing plan = new Timing();
            Timing query = new Timing();
            for (int run = -WARM_UPS; run < RUNS; run++) {
                (run < 0 ? new Timing() : bare).measure(() -> {
                    BarePlanning.plan(data, selection);
                    return "";
                });
                (run < 0 ? new Timing() : plan).measure(() -> explain(server, sql, selection));
                (run < 0 ? new Timing() : query).measure(() -> server.query(sql));
            }
            data.forgetReads();
            JsonNode answer = server.query(sql);
            long opened = data.opened();
            if (answer.path("rows").size() != 1) {
                throw new IllegalStateException(sql + " answers " + answer);
            }
            return new Measured(
                    opened,
                    coldBare,
                    coldPlan.median(),
                    coldQuery.median(),
                    bare.median(),
                    plan.median(),
                    query.median());
        }
    }

    private static McpProcess server(ManyFiles data) throws Exception {
        McpProcess server = McpProcess.serve(data.directory());
        server.query("SELECT count(id) AS n FROM lake.n.one WHERE id > 0");
        return server;
    }

    private static JsonNode explain(McpProcess server, String sql, BarePlanning.Selection selection) throws Exception {
        JsonNode plan = server.call("explain", Json.object().put("sql", sql));
        if (plan.path("files").asInt(-1) != selection.files()) {
            throw new IllegalStateException(sql + " is planned so: " + plan);
        }
        return plan;
    }
}
