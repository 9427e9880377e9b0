package io.mcpbuffet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many callers that call again as soon as they have an answer. */
record EchoLoad(int callers, Duration measured) {
    /** Nanoseconds of each call that has ended in time. */
    long[] run(EchoCalls calls) throws Exception {
        long end = System.nanoTime() + measured.toNanos();
        ConcurrentLinkedQueue<long[]> all = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads.add(new Thread(() -> {
                try {
                    all.add(calls(calls, caller, end));
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
        return all.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private static long[] calls(EchoCalls calls, int caller, long end) throws Exception {
        long[] nanos = new long[1 << 12];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            calls.call(caller);
            long after = System.nanoTime();
            if (after <= end) {
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
