package io.mcpbuffet.federation;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.SameCall;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What one catalog is asked beside others: a few calls at once, and the rest in turn. Safe for use by many threads. */
final class CatalogCalls implements AutoCloseable {
    /** So that a catalog that hangs holds no more threads than these. */
    static final int AT_ONCE = 4;

    private static final int WAITING = 1024;

    private final String catalog;
    private final ThreadPoolExecutor threads;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** A call that has begun; each is another one, whenever it began. */
    private static final class Running {
        final long start = System.nanoTime();
    }

    CatalogCalls(String catalog) {
        AtomicInteger count = new AtomicInteger();
        this.catalog = catalog;
        this.threads = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "catalog-" + catalog + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The answer, or a failure: UNAVAILABLE where no call that runs has ended within its deadline, since no other would; RATE_LIMITED where
     * too many wait.
     */
    <T> Future<T> submit(Duration deadline, Callable<T> call) {
        if (silent(deadline)) {
            return failed(LakeException.of(
                    ErrorCode.UNAVAILABLE, "Catalog '" + catalog + "' has not answered its last calls yet"));
        }
        FutureTask<T> task = new FutureTask<>(SameCall.of(call));
        try {
            threads.execute(() -> run(task));
            return task;
        } catch (RejectedExecutionException e) {
            return failed(
                    LakeException.of(ErrorCode.RATE_LIMITED, "Too many calls wait for catalog '" + catalog + "'", e));
        }
    }

    private void run(FutureTask<?> task) {
        Running call = new Running();
        running.add(call);
        try {
            task.run();
        } finally {
            running.remove(call);
        }
    }

    private boolean silent(Duration deadline) {
        long now = System.nanoTime();
        return running.stream()
                        .filter(call -> now - call.start > deadline.toNanos())
                        .count()
                >= AT_ONCE;
    }

    private static <T> Future<T> failed(LakeException e) {
        return CompletableFuture.failedFuture(e);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
