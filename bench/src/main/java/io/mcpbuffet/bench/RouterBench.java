package io.mcpbuffet.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the way through the router costs beside the straight one, and beside the programs of others, over a server whose tool costs next to
 * nothing: with 1, 16 and 64 callers that call again as soon as they have an answer. All ways take turns, round by round, so that what else
 * the machine does meets them alike. An argument is the number of rounds, of a second for each way and number of callers.
 */
final class RouterBench implements Benchmark {
    private static final int[] CALLERS = {1, 16, 64};
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Map<String, EchoSample> samples = new LinkedHashMap<>();

    private interface Opening {
        EchoCalls open() throws Exception;
    }

    private static Map<String, Opening> openings(EchoWays ways) {
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
        return all;
    }

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
        Map<String, EchoCalls> open = new LinkedHashMap<>();
        try {
            EchoWays ways = new EchoWays(Files.createTempDirectory("bench-router"));
            for (Map.Entry<String, Opening> way : openings(ways).entrySet()) {
                open.put(way.getKey(), way.getValue().open());
            }
            for (int round = 0; round <= rounds; round++) {
                round(open, round > 0);
            }
        } finally {
            open.values().forEach(EchoCalls::close);
        }
        table.row("way", "callers", "p50 ms", "p95 ms", "p99 ms", "calls/s");
        open.keySet().forEach(way -> rows(table, way));
        return results();
    }

    /** The first round warms up and does not count. */
    private void round(Map<String, EchoCalls> open, boolean counts) throws Exception {
        for (int callers : CALLERS) {
            for (Map.Entry<String, EchoCalls> way : open.entrySet()) {
                long[] nanos = new EchoLoad(callers, TURN).run(way.getValue());
                if (counts) {
                    samples.computeIfAbsent(key(way.getKey(), callers), k -> new EchoSample())
                            .add(nanos, TURN.toMillis() / 1e3);
                }
            }
        }
    }

    private void rows(Table table, String way) {
        for (int callers : CALLERS) {
            EchoSample found = of(way, callers);
            table.row(
                    way,
                    callers,
                    text(found.millis(0.5)),
                    text(found.millis(0.95)),
                    text(found.millis(0.99)),
                    String.format(Locale.ROOT, "%.0f", found.perSecond()));
        }
    }

    private static String key(String way, int callers) {
        return way + "/" + callers;
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis);
    }

    private EchoSample of(String way, int callers) {
        return samples.get(key(way, callers));
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
        return new Result(name, of(way, 1).millis(0.5) - of(straight, 1).millis(0.5), "ms", aim);
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
