package io.mcpbuffet.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one way did with so many callers, over all rounds. For one thread. */
final class EchoSample {
    private final List<long[]> nanos = new ArrayList<>();
    private double seconds;

    void add(long[] calls, double measuredSeconds) {
        nanos.add(calls);
        seconds += measuredSeconds;
    }

    double perSecond() {
        return nanos.stream().mapToLong(calls -> calls.length).sum() / seconds;
    }

    /** Milliseconds that a part of all calls took no longer than. */
    double millis(double part) {
        long[] sorted = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
    }
}
