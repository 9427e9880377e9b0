package io.mcpbuffet.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a server that does wrong costs the calls of another one: a caller of the echo behind a router that has a second server, which is
 * called as well, two times a second. The baseline is the same router with a second server that does no wrong. Both take turns of a
 * second. The first argument is the number of rounds, the second a fault that alone is measured.
 */
final class FaultsBench implements Benchmark {
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String USUAL = "echo";

    private static final List<Fault> FAULTS = List.of(
            new Fault("absent program", USUAL, "absent"),
            new Fault("exits at its start", USUAL, "exits"),
            new Fault("hangs in initialize", USUAL, "hangs-in-initialize"),
            new Fault("hangs in a list", USUAL, "hangs-in-list"),
            new Fault("bad JSON", "garbage"),
            new Fault("noise of 200 lines", "noise"),
            new Fault("line of 10 MB", "big"),
            new Fault("ends in a call", "die"),
            new Fault("endless cursor", "change", "endless"),
            new Fault("odd names", "change", "odd-names"),
            new Fault("changing schema", "change", "changing"),
            new Fault("flood of notifications", "flood"));

    /**
     * One of the faults.
     *
     * @param tool of the second server that is called
     * @param words that tell the fixture what to do wrong from its start
     */
    record Fault(String name, String tool, List<String> words) {
        Fault(String name, String tool, String... words) {
            this(name, tool, List.of(words));
        }
    }

    /** A router, and what its second server is asked for. */
    private record Side(EchoCalls calls, String tool, EchoSample sample) implements AutoCloseable {
        /** Calls the second server as long as the turn takes, and a call to its end. */
        void provoke(long end) {
            while (System.nanoTime() < end) {
                try {
                    calls.ask(1, "bad__" + tool);
                    Thread.sleep(PAUSE.toMillis() + ThreadLocalRandom.current().nextLong(20));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        void turn(boolean counts) throws Exception {
            long end = System.nanoTime() + TURN.toNanos();
            CompletableFuture<Void> provoking = CompletableFuture.runAsync(() -> provoke(end));
            long[] nanos = new EchoLoad(1, TURN).run(calls);
            provoking.get();
            if (counts) {
                sample.add(nanos, TURN.toMillis() / 1e3);
            }
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
        List<Result> results = new ArrayList<>();
        table.row("servers over", "fault", "p50 without", "p50 with", "p99 without", "p99 with", "p99 with / without");
        for (boolean http : List.of(false, true)) {
            List<Double> ratios = new ArrayList<>();
            for (Fault fault : FAULTS) {
                if (arguments.size() < 2 || fault.name().equals(arguments.get(1))) {
                    ratios.add(measure(table, http, fault, rounds));
                }
            }
            String way = http ? "http" : "stdio";
            ratios.sort(null);
            results.add(new Result("faults-" + way + "-p99-median", ratios.get(ratios.size() / 2), "x", "about 1"));
            results.add(new Result("faults-" + way + "-p99-worst", ratios.get(ratios.size() - 1), "x", "about 1"));
        }
        return results;
    }

    private static double measure(Table table, boolean http, Fault fault, int rounds) throws Exception {
        try (Side without = side(http, new Fault("none", USUAL));
                Side with = side(http, fault)) {
            for (int round = 0; round <= rounds; round++) {
                without.turn(round > 0);
                with.turn(round > 0);
            }
            double ratio = with.sample().millis(0.99) / without.sample().millis(0.99);
            table.row(
                    http ? "HTTP" : "stdio",
                    fault.name(),
                    text(without.sample().millis(0.5)),
                    text(with.sample().millis(0.5)),
                    text(without.sample().millis(0.99)),
                    text(with.sample().millis(0.99)),
                    String.format(Locale.ROOT, "%.2f", ratio));
            return ratio;
        }
    }

    private static Side side(boolean http, Fault fault) throws Exception {
        EchoWays ways = new EchoWays(Files.createTempDirectory("bench-faults"));
        EchoCalls calls = http ? ways.besideHttp(fault.words()) : ways.beside(fault.words());
        return new Side(calls, fault.tool(), new EchoSample());
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.3f ms", millis);
    }
}
