package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Calls one tool again and again while other things happen, and keeps how that went. */
final class Bystander {
    private final Client client;
    private final String tool;
    private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean over;

    private Bystander(Client client, String tool) {
        this.client = client;
        this.tool = tool;
        this.thread = new Thread(this::run, "bystander");
    }

    /** @param p50 milliseconds, as are the others */
    record Figures(int calls, List<String> failures, double p50, double p99, double most) {
        static Figures of(List<Long> micros, List<String> failures) {
            List<Long> sorted = micros.stream().sorted().toList();
            return new Figures(sorted.size(), List.copyOf(failures), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        @Override
        public String toString() {
            return "%d calls of another server, %d failed, p50 %.2f ms, p99 %.2f ms, at most %.2f ms"
                    .formatted(calls, failures.size(), p50, p99, most);
        }
    }

    static Bystander calling(Client client, String tool) {
        Bystander started = new Bystander(client, tool);
        started.thread.start();
        return started;
    }

    private void run() {
        while (!over) {
            micros.add(micros(client, tool, failures));
        }
    }

    /** How long one call took, with what went wrong with it added to the failures. */
    static long micros(Client client, String tool, List<String> failures) {
        long start = System.nanoTime();
        try {
            JsonNode result = client.call(tool);
            if (result.path("isError").asBoolean()) {
                failures.add(result.toString());
            }
        } catch (IllegalStateException e) {
            failures.add(e.getMessage());
        }
        return (System.nanoTime() - start) / 1000;
    }

    Figures stop() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Figures.of(micros, failures);
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * part))) / 1000.0;
    }
}
