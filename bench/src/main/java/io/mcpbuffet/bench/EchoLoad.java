package io.mcpbuffet.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many callers that call again as soon as they have an answer. */
record EchoLoad(int callers, Duration warmUp, Duration measured) {
    /** Milliseconds of a call, and calls in a second. */
    record Figures(double p50, double p95, double p99, double perSecond) {}

    Figures run(EchoCalls calls) throws Exception {
        long begin = System.nanoTime() + warmUp.toNanos();
        long end = begin + measured.toNanos();
        ConcurrentLinkedQueue<long[]> all = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new java.util.ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads.add(new Thread(() -> {
                try {
                    all.add(calls(calls, caller, begin, end));
                } catch (Exception e) {
                    failures.add(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Figures(
                at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), sorted.length / (measured.toNanos() / 1e9));
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
    }

    private static long[] calls(EchoCalls calls, int caller, long begin, long end) throws Exception {
        long[] nanos = new long[1 << 12];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            calls.call(caller);
            long after = System.nanoTime();
            if (after >= begin && after <= end) {
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = after - now;
            }
            now = after;
        }
        return Arrays.copyOf(nanos, count);
    }
}
