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
 * again for tables with deletes, against files that never held the rows. Arguments: a directory for the data, the scale, and to measure
 * less the kinds of line items and the numbers of queries, each with commas between.
 */
final class EngineBench implements Benchmark {
    private static final Path DATA = Path.of("bench/target/tpch");
    private static final int RUNS = 5;
    private static final int WARM_UPS = 10;
    private static final int SHOWN = 200;
    private static final double TOLERANCE = 1e-9;
    private static final Pattern TABLE = Pattern.compile(
            "((?:FROM|JOIN|,)\\s+)(region|nation|supplier|part|partsupp|customer|orders|lineitem)\\b(?!\\.)");
    private static final Map<String, String> AIMS =
            Map.of("plain", "1.1", "positions", "1.3", "vectors", "1.3", "equality", "1.5");

    private final List<Result> results = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>(List.of("plain"));
    private final Map<Integer, String> queries = TpchData.queries();
    private Table table;
    private Small small;

    EngineBench() {
        kinds.addAll(TpchData.DELETES);
    }

    @Override
    public List<Result> run(Table out, List<String> arguments) throws Exception {
        table = out;
        double scale = arguments.size() > 1 ? Double.parseDouble(arguments.get(1)) : 1;
        TpchData data = TpchData.at(arguments.isEmpty() ? DATA : Path.of(arguments.get(0)), scale);
        choose(arguments);
        table.row(
                "lineitem",
                "query",
                "bare ms",
                "mcp ms",
                "ratio",
                "less fixed",
                "bare cpu ms",
                "mcp cpu ms",
                "less fixed");
        try (McpProcess server = McpProcess.serve(data.directory())) {
            for (String kind : kinds) {
                compare(data, server, kind, kind.equals("plain") ? "plain" : "never");
            }
            row("-", "one row", Cost.of(small.theirs), Cost.of(small.ours), Cost.NOTHING);
            results.add(new Result("engine-fixed-cost", small.cost().millis(), "ms", "<= 60"));
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

    private void choose(List<String> arguments) {
        if (arguments.size() > 2) {
            kinds.retainAll(List.of(arguments.get(2).split(",")));
        }
        if (arguments.size() > 3) {
            List<String> numbers = List.of(arguments.get(3).split(","));
            queries.keySet().removeIf(number -> !numbers.contains(number.toString()));
        }
    }

    /** What a call takes that asks for next to nothing, measured in turn with the others: the server gets quicker as it runs. */
    private record Small(Runs theirs, Runs ours) {
        static final String SQL = "SELECT r_name FROM region WHERE r_regionkey = 1";

        void measure(Bare bare, McpProcess server) throws Exception {
            theirs.measure(() -> bare.rows(SQL));
            ours.measure(() -> server.query(named(SQL, "plain")));
        }

        Cost cost() {
            return Cost.of(ours).less(Cost.of(theirs));
        }
    }

    /** Of one query or several, by the clock and of the processors. */
    private record Cost(double millis, double processors) {
        static final Cost NOTHING = new Cost(0, 0);

        static Cost of(Runs runs) {
            return new Cost(runs.millis(), runs.processors());
        }

        Cost plus(Cost other) {
            return new Cost(millis + other.millis, processors + other.processors);
        }

        Cost less(Cost other) {
            return new Cost(millis - other.millis, processors - other.processors);
        }
    }

    private void row(String kind, String query, Cost theirs, Cost ours, Cost fixed) {
        Cost net = ours.less(fixed);
        table.row(
                kind,
                query,
                Timing.text(theirs.millis()),
                Timing.text(ours.millis()),
                Timing.text(ours.millis() / theirs.millis()),
                Timing.text(net.millis() / theirs.millis()),
                Timing.text(theirs.processors()),
                Timing.text(ours.processors()),
                Timing.text(net.processors() / theirs.processors()));
    }

    private static Map<String, List<Path>> files(TpchData data, String lineitem) throws Exception {
        Map<String, List<Path>> files = new LinkedHashMap<>();
        for (String name : List.of("region", "nation", "supplier", "part", "partsupp", "customer", "orders")) {
            files.put(name, data.bare("plain", name));
        }
        files.put("lineitem", data.bare(lineitem, "lineitem"));
        return files;
    }

    private void compare(TpchData data, McpProcess server, String kind, String baseline) throws Exception {
        Cost bareTotal = Cost.NOTHING;
        Cost mcpTotal = Cost.NOTHING;
        Cost fixedTotal = Cost.NOTHING;
        double worst = 0;
        try (Bare bare = Bare.over(files(data, baseline))) {
            small = new Small(new Runs(Bare::processors), new Runs(server::processors));
            for (int run = 0; run < WARM_UPS; run++) {
                bare.rows(Small.SQL);
                server.query(named(Small.SQL, "plain"));
            }
            for (Map.Entry<Integer, String> query : queries.entrySet()) {
                String sql = query.getValue();
                if (!kind.equals("plain") && !sql.contains("lineitem")) {
                    continue;
                }
                Runs theirs = new Runs(Bare::processors);
                Runs ours = new Runs(server::processors);
                same(bare.rows(sql), server.query(named(sql, kind)), kind + " q" + query.getKey());
                for (int run = 0; run < RUNS; run++) {
                    theirs.measure(() -> bare.rows(sql));
                    ours.measure(() -> server.query(named(sql, kind)));
                    small.measure(bare, server);
                }
                Cost fixed = small.cost();
                row(kind, "q" + query.getKey(), Cost.of(theirs), Cost.of(ours), fixed);
                bareTotal = bareTotal.plus(Cost.of(theirs));
                mcpTotal = mcpTotal.plus(Cost.of(ours));
                fixedTotal = fixedTotal.plus(fixed);
                worst = Math.max(worst, (ours.millis() - fixed.millis()) / theirs.millis());
            }
        }
        row(kind, "all", bareTotal, mcpTotal, fixedTotal);
        Cost net = mcpTotal.less(fixedTotal);
        results.add(new Result(
                "engine-" + kind + "-total", net.millis() / bareTotal.millis(), "x", "<= " + AIMS.get(kind)));
        results.add(new Result("engine-" + kind + "-worst", worst, "x", kind.equals("plain") ? "<= 1.5" : "none"));
        results.add(
                new Result("engine-" + kind + "-processors", net.processors() / bareTotal.processors(), "x", "none"));
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
