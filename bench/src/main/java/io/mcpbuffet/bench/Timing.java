package io.mcpbuffet.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Milliseconds of repeated runs. */
final class Timing {
    private final List<Double> millis = new ArrayList<>();

    interface Work<T> {
        T run() throws Exception;
    }

    <T> T measure(Work<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.run();
        millis.add((System.nanoTime() - start) / 1e6);
        return result;
    }

    double median() {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static String text(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.0f", number);
    }
}
