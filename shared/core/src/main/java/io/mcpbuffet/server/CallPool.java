package io.mcpbuffet.server;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Runs calls on a bounded number of threads, each until its deadline. Safe for use by many threads. */
final class CallPool implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int WAITING = 4096;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), daemons("call-"));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("deadline-"));

    CallPool() {
        threads.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * The value that the work gives. A cancelled subscription interrupts the work and gives nothing.
     *
     * @param failed what to give for whatever the work throws, for TIMED_OUT at the deadline and for RATE_LIMITED where too many
     *     calls wait
     */
    <T> Mono<T> run(Supplier<T> work, Duration deadline, Function<Throwable, T> failed) {
        return Mono.create(sink -> start(new Running<>(sink, failed), work, deadline));
    }

    private <T> void start(Running<T> running, Supplier<T> work, Duration deadline) {
        try {
            Future<?> worker = threads.submit(() -> running.work(work));
            ScheduledFuture<?> alarm =
                    clock.schedule(() -> running.late(worker, deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
            running.sink().onDispose(() -> alarm.cancel(false));
            running.sink().onCancel(() -> running.cancel(worker));
        } catch (RejectedExecutionException e) {
            running.fail(LakeException.of(ErrorCode.RATE_LIMITED, "Too many calls are waiting", e)
                    .hint("Repeat the call when others have ended"));
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Interrupts all work. */
    @Override
    public void close() {
        threads.shutdownNow();
        clock.shutdownNow();
    }

    /** Work that ends once: by its own end, at its deadline or by a cancellation. Only work that has not ended is interrupted. */
    private record Running<T>(MonoSink<T> sink, Function<Throwable, T> failed, AtomicBoolean over) {
        Running(MonoSink<T> sink, Function<Throwable, T> failed) {
            this(sink, failed, new AtomicBoolean());
        }

        // Whatever a handler throws, the client gets an answer: without one it waits for ever.
        @SuppressWarnings("checkstyle:IllegalCatch")
        void work(Supplier<T> work) {
            if (over.get()) {
                return;
            }
            T value;
            try {
                value = work.get();
            } catch (Throwable e) {
                fail(e);
                return;
            }
            give(value);
        }

        void late(Future<?> worker, Duration deadline) {
            if (over.compareAndSet(false, true)) {
                worker.cancel(true);
                LakeException late = LakeException.of(
                        ErrorCode.TIMED_OUT, "The call did not end within " + deadline.toSeconds() + " seconds");
                settle(failed.apply(late));
            }
        }

        void cancel(Future<?> worker) {
            if (over.compareAndSet(false, true)) {
                worker.cancel(true);
            }
        }

        void fail(Throwable failure) {
            if (!over.get()) {
                try {
                    give(failed.apply(failure));
                } catch (RuntimeException e) {
                    if (over.compareAndSet(false, true)) {
                        sink.error(e);
                    }
                }
            }
        }

        private void give(T value) {
            if (over.compareAndSet(false, true)) {
                settle(value);
            }
        }

        private void settle(T value) {
            sink.success(value);
        }
    }
}
