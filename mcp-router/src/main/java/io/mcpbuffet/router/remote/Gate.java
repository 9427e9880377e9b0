package io.mcpbuffet.router.remote;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets so many calls through to a server at once, and keeps so many waiting. Safe for use by many threads. */
final class Gate {
    private final String name;
    private final ServerConfig.Load load;
    private final Duration patience;
    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();
    private int running;

    /** @param patience how long a call waits for its turn */
    Gate(String name, ServerConfig.Load load, Duration patience) {
        this.name = name;
        this.load = load;
        this.patience = patience;
    }

    /** A call that has not begun. */
    private static final class Waiting<T> {
        private final Supplier<CompletableFuture<T>> call;
        private final CompletableFuture<T> shown = new CompletableFuture<>();

        Waiting(Supplier<CompletableFuture<T>> call) {
            this.call = call;
        }
    }

    /** What the call gives, now or later; RATE_LIMITED where too many wait. Cancelling it cancels what the call gave. */
    <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> call) {
        Waiting<T> one = new Waiting<>(call);
        synchronized (this) {
            if (running >= load.calls()) {
                if (waiting.size() >= load.waiting()) {
                    return CompletableFuture.failedFuture(tooMany());
                }
                waiting.add(one);
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> giveUp(one));
                return one.shown;
            }
            running++;
        }
        begin(one);
        return one.shown;
    }

    private void giveUp(Waiting<?> one) {
        boolean waits;
        synchronized (this) {
            waits = waiting.remove(one);
        }
        if (waits) {
            one.shown.completeExceptionally(LakeException.of(
                    ErrorCode.TIMED_OUT,
                    "The call waited " + patience.toSeconds() + " seconds for the server '" + name + "'"));
        }
    }

    private LakeException tooMany() {
        return LakeException.of(
                        ErrorCode.RATE_LIMITED,
                        "The server '" + name + "' has " + load.calls() + " calls at work and " + load.waiting()
                                + " waiting")
                .hint("Repeat the call when others have ended");
    }

    private <T> void begin(Waiting<T> one) {
        if (one.shown.isDone()) {
            next();
            return;
        }
        CompletableFuture<T> call = one.call.get();
        call.whenComplete((value, failure) -> {
            next();
            if (failure != null) {
                one.shown.completeExceptionally(failure);
            } else {
                one.shown.complete(value);
            }
        });
        one.shown.whenComplete((value, failure) -> {
            if (one.shown.isCancelled()) {
                call.cancel(true);
            }
        });
    }

    private void next() {
        Waiting<?> following;
        synchronized (this) {
            following = waiting.poll();
            if (following == null) {
                running--;
            }
        }
        if (following != null) {
            begin(following);
        }
    }
}
