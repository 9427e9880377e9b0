package io.mcpbuffet.bench;

import io.mcpbuffet.bench.EchoLoad.Figures;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the way through the router costs beside the straight one, and beside the programs of others, over a server whose tool costs next to
 * nothing: with 1, 16 and 64 callers that call again as soon as they have an answer. An argument is the seconds of each measurement.
 */
final class RouterBench implements Benchmark {
    private static final int[] CALLERS = {1, 16, 64};

    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private interface Opening {
        EchoCalls open() throws Exception;
    }

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        Duration measured = Duration.ofSeconds(arguments.isEmpty() ? 4 : Long.parseLong(arguments.get(0)));
        EchoWays ways = new EchoWays(Files.createTempDirectory("bench-router"));
        table.row("way", "callers", "p50 ms", "p95 ms", "p99 ms", "calls/s");
        Map<String, Opening> all = new LinkedHashMap<>();
        all.put("stdio, straight", ways::direct);
        all.put("stdio, router", ways::routed);
        all.put("stdio, router in the client's process", ways::inProcess);
        all.put("HTTP, straight", ways::directHttp);
        all.put("HTTP, router", ways::routedHttp);
        all.put("HTTP to stdio, router", ways::routedOverHttp);
        all.put("HTTP to stdio, " + EchoWays.PROXY, ways::proxy);
        all.put("SSE to stdio, router", ways::routedOverSse);
        all.put("SSE to stdio, " + EchoWays.HUB, ways::hub);
        for (Map.Entry<String, Opening> way : all.entrySet()) {
            measure(table, way.getKey(), way.getValue(), measured);
        }
        return results();
    }

    private void measure(Table table, String way, Opening opening, Duration measured) throws Exception {
        try (EchoCalls calls = opening.open()) {
            calls.call(0);
            for (int callers : CALLERS) {
                Figures found = new EchoLoad(callers, measured, measured).run(calls);
                figures.put(key(way, callers), found);
                System.err.println(way + ", " + callers + " callers: " + found);
                table.row(
                        way,
                        callers,
                        text(found.p50()),
                        text(found.p95()),
                        text(found.p99()),
                        String.format(Locale.ROOT, "%.0f", found.perSecond()));
            }
        }
    }

    private static String key(String way, int callers) {
        return way + "/" + callers;
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis);
    }

    private Figures of(String way, int callers) {
        return figures.get(key(way, callers));
    }

    private List<Result> results() {
        List<Result> results = new ArrayList<>();
        results.add(added("router-stdio", "stdio, router", "stdio, straight", "<= 0.3"));
        results.add(added("router-in-process", "stdio, router in the client's process", "stdio, straight", "<= 0.3"));
        results.add(added("router-http", "HTTP, router", "HTTP, straight", "<= 0.6"));
        results.add(times("router-over-mcp-proxy", "HTTP to stdio, router", "HTTP to stdio, " + EchoWays.PROXY));
        results.add(times("router-over-mcp-hub", "SSE to stdio, router", "SSE to stdio, " + EchoWays.HUB));
        return results;
    }

    private Result added(String name, String way, String straight, String aim) {
        return new Result(name, of(way, 1).p50() - of(straight, 1).p50(), "ms", aim);
    }

    /** Where each does best. */
    private Result times(String name, String way, String other) {
        return new Result(name, best(way) / best(other), "x", ">= 5");
    }

    private double best(String way) {
        double best = 0;
        for (int callers : CALLERS) {
            best = Math.max(best, of(way, callers).perSecond());
        }
        return best;
    }
}
