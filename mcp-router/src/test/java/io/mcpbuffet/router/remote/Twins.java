package io.mcpbuffet.router.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls one tool through two routers in turns, one of which has servers that do wrong, and keeps how that went during each fault. */
final class Twins {
    private final Client without;
    private final Client with;
    private final String tool;
    private final Map<String, Both> faults = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;
    private volatile String fault = "nothing yet";
    private volatile boolean over;

    private Twins(Client without, Client with, String tool) {
        this.without = without;
        this.with = with;
        this.tool = tool;
        this.thread = new Thread(this::run, "twins");
    }

    /** Microseconds of calls. */
    private record Both(List<Long> without, List<Long> with) {}

    /**
     * How calls went while a fault was there.
     *
     * @param without through the router that knows no server but the one that is called
     */
    record Compared(String fault, Bystander.Figures without, Bystander.Figures with) {
        @Override
        public String toString() {
            return "%-80s %5d calls, p50 %6.2f ms without, %6.2f ms with, p99 %7.2f ms without, %7.2f ms with, at most %.0f ms"
                    .formatted(fault, with.calls(), without.p50(), with.p50(), without.p99(), with.p99(), with.most());
        }
    }

    static Twins calling(Client without, Client with, String tool) {
        Twins twins = new Twins(without, with, tool);
        twins.thread.start();
        return twins;
    }

    /** What is called from now on is called during this fault. */
    void during(String name) {
        fault = name;
    }

    private void run() {
        while (!over) {
            Both both = faults.computeIfAbsent(fault, f -> new Both(new ArrayList<>(), new ArrayList<>()));
            both.without.add(Bystander.micros(without, tool, failures));
            both.with.add(Bystander.micros(with, tool, failures));
        }
    }

    /** The calls of both that failed, and those that did not, fault by fault. */
    List<Compared> stop() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Compared> compared = new ArrayList<>();
        faults.forEach((name, both) -> compared.add(new Compared(
                name, Bystander.Figures.of(both.without, failures), Bystander.Figures.of(both.with, failures))));
        return compared;
    }
}
