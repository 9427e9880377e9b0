package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The 22 queries of TPC-H through MCP over Iceberg tables, each against DuckDB over the bare files in turn; and those over line items
 * again for tables with deletes, against files that never held the rows. Arguments: a directory for the data, and the scale.
 */
final class EngineBench implements Benchmark {
    private static final Path DATA = Path.of("bench/target/tpch");
    private static final int RUNS = 5;
    private static final int SMALL_RUNS = 21;
    private static final int SHOWN = 200;
    private static final double TOLERANCE = 1e-9;
    private static final Pattern TABLE = Pattern.compile(
            "((?:FROM|JOIN|,)\\s+)(region|nation|supplier|part|partsupp|customer|orders|lineitem)\\b(?!\\.)");
    private static final Map<String, String> AIMS =
            Map.of("plain", "1.1", "positions", "1.3", "vectors", "1.3", "equality", "1.5");

    private final List<Result> results = new ArrayList<>();
    private Table table;

    @Override
    public List<Result> run(Table out, List<String> arguments) throws Exception {
        table = out;
        double scale = arguments.size() > 1 ? Double.parseDouble(arguments.get(1)) : 1;
        TpchData data = TpchData.at(arguments.isEmpty() ? DATA : Path.of(arguments.get(0)), scale);
        table.row("lineitem", "query", "bare ms", "mcp ms", "ratio", "less fixed cost");
        try (McpProcess server = McpProcess.serve(data.directory())) {
            double fixed = fixedCost(data, server);
            compare(data, server, "plain", "plain", fixed);
            for (String kind : TpchData.DELETES) {
                compare(data, server, kind, "never", fixed);
            }
            List<Long> peaks = server.peaks();
            results.add(new Result("engine-server-peak", peaks.get(0), "MB", "no growth with results"));
            results.add(new Result(
                    "engine-worker-peak",
                    peaks.stream().skip(1).mapToLong(Long::longValue).max().orElse(0),
                    "MB",
                    "limits.query-memory and what the process needs besides"));
        }
        return results;
    }

    /** What a call takes that asks for next to nothing. */
    private double fixedCost(TpchData data, McpProcess server) throws Exception {
        String sql = "SELECT r_name FROM region WHERE r_regionkey = 1";
        try (Bare bare = Bare.over(files(data, "plain"))) {
            Timing ours = new Timing();
            Timing theirs = new Timing();
            for (int run = -3; run < SMALL_RUNS; run++) {
                Timing mcp = run < 0 ? new Timing() : ours;
                Timing duck = run < 0 ? new Timing() : theirs;
                duck.measure(() -> bare.rows(sql));
                mcp.measure(() -> server.query(named(sql, "plain")));
            }
            double fixed = ours.median() - theirs.median();
            table.row("-", "one row", Timing.text(theirs.median()), Timing.text(ours.median()), "-", "-");
            results.add(new Result("engine-fixed-cost", fixed, "ms", "<= 60"));
            return fixed;
        }
    }

    private static Map<String, List<Path>> files(TpchData data, String lineitem) throws Exception {
        Map<String, List<Path>> files = new LinkedHashMap<>();
        for (String name : List.of("region", "nation", "supplier", "part", "partsupp", "customer", "orders")) {
            files.put(name, data.bare("plain", name));
        }
        files.put("lineitem", data.bare(lineitem, "lineitem"));
        return files;
    }

    private void compare(TpchData data, McpProcess server, String kind, String baseline, double fixed)
            throws Exception {
        double bareTotal = 0;
        double mcpTotal = 0;
        double worst = 0;
        int queries = 0;
        try (Bare bare = Bare.over(files(data, baseline))) {
            for (Map.Entry<Integer, String> query : TpchData.queries().entrySet()) {
                String sql = query.getValue();
                if (!kind.equals("plain") && !sql.contains("lineitem")) {
                    continue;
                }
                Timing theirs = new Timing();
                Timing ours = new Timing();
                same(bare.rows(sql), server.query(named(sql, kind)), kind + " q" + query.getKey());
                for (int run = 0; run < RUNS; run++) {
                    theirs.measure(() -> bare.rows(sql));
                    ours.measure(() -> server.query(named(sql, kind)));
                }
                double net = (ours.median() - fixed) / theirs.median();
                table.row(
                        kind,
                        "q" + query.getKey(),
                        Timing.text(theirs.median()),
                        Timing.text(ours.median()),
                        Timing.text(ours.median() / theirs.median()),
                        Timing.text(net));
                bareTotal += theirs.median();
                mcpTotal += ours.median();
                worst = Math.max(worst, net);
                queries++;
            }
        }
        double net = (mcpTotal - queries * fixed) / bareTotal;
        table.row(
                kind,
                "all",
                Timing.text(bareTotal),
                Timing.text(mcpTotal),
                Timing.text(mcpTotal / bareTotal),
                Timing.text(net));
        results.add(new Result("engine-" + kind + "-total", net, "x", "<= " + AIMS.get(kind)));
        results.add(new Result("engine-" + kind + "-worst", worst, "x", kind.equals("plain") ? "<= 1.5" : "none"));
    }

    private static String named(String sql, String kind) {
        return TABLE.matcher(sql)
                .replaceAll(found -> found.group(1) + "lake." + (found.group(2).equals("lineitem") ? kind : "plain")
                        + "." + found.group(2));
    }

    /** Figures of answers that differ would be worth nothing. */
    private static void same(List<List<String>> expected, JsonNode answer, String query) {
        JsonNode rows = answer.path("rows");
        int shown = Math.min(SHOWN, expected.size());
        boolean truncated = answer.path("truncated").asBoolean(false);
        if (rows.size() > expected.size() || (rows.size() < shown && !truncated)) {
            throw new IllegalStateException(query + " gives " + rows.size() + " rows, not " + shown);
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.get(i).size(); j++) {
                String ours = rows.get(i).get(j).asText();
                String theirs = String.valueOf(expected.get(i).get(j));
                if (!ours.equals(theirs) && !near(ours, theirs)) {
                    throw new IllegalStateException(
                            query + " gives '" + ours + "' in row " + i + ", not '" + theirs + "'");
                }
            }
        }
    }

    private static boolean near(String one, String other) {
        try {
            double a = Double.parseDouble(one);
            double b = Double.parseDouble(other);
            return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        } catch (NumberFormatException e) {
            return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
        }
    }
}
