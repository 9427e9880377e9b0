package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.engine.worker.WorkerProcess.Cause;
import io.mcpbuffet.engine.worker.WorkerProcess.Death;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs calls in a shared worker, within their deadlines, and decides what the death of a worker means for each call that was in it: the
 * one at fault is told so, others run again.
 */
final class WorkerPool implements AutoCloseable {
    private static final int CONCURRENT_CALLS = 32;
    private static final long GRACE_MILLIS = 1000;
    private static final long IDLE_SECONDS = 30;

    private final WorkerFleet fleet;
    private final Semaphore slots = new Semaphore(CONCURRENT_CALLS, true);
    private final Semaphore alone = new Semaphore(1, true);

    /** The first answer, and when nothing more comes whether all of the result was kept. */
    record Answer(JsonNode answer, CompletableFuture<Boolean> end) {}

    /** What is asked of a worker, by whichever attempt. */
    private record Task(Map<String, Object> message, Map<String, RowFeed> feeds, Progress progress) {}

    WorkerPool(WorkerCommand command, Path directory, long maxResident) {
        this.fleet = new WorkerFleet(command, directory, maxResident);
    }

    long restarts() {
        return fleet.restarts();
    }

    void warmUp() {
        fleet.warmUp();
    }

    /** Does something now and then until closed. */
    void everyMinute(Runnable task) {
        fleet.clock().scheduleWithFixedDelay(task, 1, 1, TimeUnit.MINUTES);
    }

    int callsUnderWay() {
        return fleet.callsUnderWay();
    }

    OptionalLong pid() {
        return fleet.pid();
    }

    @Override
    public void close() {
        fleet.close();
    }

    Answer call(Map<String, Object> message, Duration timeout, Progress progress) {
        return call(message, Map.of(), timeout, progress);
    }

    /** @param feeds of the relations that take rows from elsewhere, by view; started anew for each attempt */
    Answer call(Map<String, Object> message, Map<String, RowFeed> feeds, Duration timeout, Progress progress) {
        long deadline = System.nanoTime() + timeout.toNanos();
        acquire(slots, deadline, timeout);
        boolean sent = false;
        try {
            Answer answer = attempt(new Task(message, feeds, progress), deadline, timeout);
            sent = true;
            answer.end().whenComplete((complete, never) -> slots.release());
            return answer;
        } finally {
            if (!sent) {
                slots.release();
            }
        }
    }

    private Answer attempt(Task task, long deadline, Duration timeout) {
        try {
            return once(fleet.shared(), task, deadline, timeout);
        } catch (PendingCall.WorkerDied e) {
            return switch (e.death().cause()) {
                case MEMORY -> alone(task, deadline, timeout);
                case DEADLINE -> again(task, deadline, timeout);
                case CRASH, CLOSED -> throw crashed(e);
            };
        }
    }

    /** A call whose worker was killed for another call. A second time it runs alone, where it has no neighbours. */
    private Answer again(Task task, long deadline, Duration timeout) {
        try {
            return once(fleet.shared(), task, deadline, timeout);
        } catch (PendingCall.WorkerDied e) {
            return switch (e.death().cause()) {
                case MEMORY, DEADLINE -> alone(task, deadline, timeout);
                case CRASH, CLOSED -> throw crashed(e);
            };
        }
    }

    /** In a worker without other calls, so that the next limit passed is this call's own. */
    private Answer alone(Task task, long deadline, Duration timeout) {
        acquire(alone, deadline, timeout);
        boolean sent = false;
        try {
            Answer answer = once(fleet.isolated(), task, deadline, timeout);
            sent = true;
            answer.end().whenComplete((complete, never) -> {
                alone.release();
                fleet.clock().schedule(this::endIdle, IDLE_SECONDS, TimeUnit.SECONDS);
            });
            return answer;
        } catch (PendingCall.WorkerDied e) {
            throw e.death().cause() == Cause.MEMORY ? DuckDbErrors.outOfMemory(e) : crashed(e);
        } finally {
            if (!sent) {
                alone.release();
            }
        }
    }

    private void endIdle() {
        if (alone.tryAcquire()) {
            fleet.endIsolated();
            alone.release();
        }
    }

    private Answer once(WorkerProcess worker, Task task, long deadline, Duration timeout) {
        PendingCall call = new PendingCall(task.progress(), task.feeds());
        worker.send(call, task.message());
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        ScheduledFuture<?> expiry = fleet.clock().schedule(() -> stop(call), left, TimeUnit.MILLISECONDS);
        call.end().whenComplete((complete, never) -> expiry.cancel(false));
        return await(call, deadline, timeout);
    }

    private Answer await(PendingCall call, long deadline, Duration timeout) {
        try {
            return new Answer(call.answer().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS), call.end());
        } catch (InterruptedException e) {
            stop(call);
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        } catch (TimeoutException e) {
            stop(call);
            throw timedOut(timeout, e);
        } catch (ExecutionException e) {
            throw failure(e, call, deadline, timeout);
        }
    }

    private static RuntimeException failure(ExecutionException e, PendingCall call, long deadline, Duration timeout) {
        if (e.getCause() instanceof PendingCall.WorkerDied died) {
            return died.death().guilty() == call ? guilty(died.death(), timeout, died) : died;
        }
        LakeException failure = (LakeException) e.getCause();
        boolean late = failure.code() == ErrorCode.CANCELLED && deadline - System.nanoTime() < 0;
        return late ? timedOut(timeout, e) : failure;
    }

    private static LakeException guilty(Death death, Duration timeout, Throwable cause) {
        return death.cause() == Cause.MEMORY ? DuckDbErrors.outOfMemory(cause) : timedOut(timeout, cause);
    }

    /** Cancels a call; a worker that does not let go of it is killed. */
    private void stop(PendingCall call) {
        call.cancel();
        fleet.clock().schedule(call::killUnlessEnded, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void acquire(Semaphore semaphore, long deadline, Duration timeout) {
        try {
            if (!semaphore.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw LakeException.of(
                                ErrorCode.TIMED_OUT, "The call waited " + timeout.toSeconds() + " s for other queries")
                        .hint("Try again later, or with a larger timeout_seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        }
    }

    private static LakeException timedOut(Duration timeout, Throwable cause) {
        return LakeException.of(
                        ErrorCode.TIMED_OUT, "The query did not end within " + timeout.toSeconds() + " s", cause)
                .hint("Filter or aggregate more, or give a larger timeout_seconds");
    }

    private static LakeException crashed(Throwable cause) {
        return LakeException.unavailable("The engine worker ended while it ran this query", cause)
                .hint("A new one is starting; run the query again");
    }
}
