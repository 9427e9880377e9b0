package io.mcpbuffet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many callers that call again as soon as they have an answer. */
record EchoLoad(int callers, Duration measured) {
    /** They live from turn to turn, as pipes within a process ask of those who write. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    /** Nanoseconds of each call that has ended in time. */
    long[] run(EchoCalls calls) throws Exception {
        long end = System.nanoTime() + measured.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            work.add(() -> calls(calls, caller, end));
        }
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> each : THREADS.invokeAll(work)) {
            all.add(each.get());
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
