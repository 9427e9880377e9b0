package io.mcpbuffet.engine.push;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does the same for many things at once, in order of the things, until a deadline. */
final class InParallel implements AutoCloseable {
    private static final int THREADS = 16;

    private final ExecutorService threads;

    InParallel(String name) {
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    <T, R> List<R> map(List<T> things, Function<T, R> work, Duration left) {
        long end = System.nanoTime() + left.toNanos();
        List<Future<R>> futures = new ArrayList<>();
        try {
            things.forEach(thing -> futures.add(threads.submit(() -> work.apply(thing))));
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The query was cancelled while it was planned", e);
        } catch (TimeoutException e) {
            throw LakeException.of(ErrorCode.TIMED_OUT, "The query was not planned within its time limit", e)
                    .hint("Raise timeout_seconds or name fewer tables");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LakeException known) {
                throw known;
            }
            throw new IllegalStateException("Planning failed", e.getCause());
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
