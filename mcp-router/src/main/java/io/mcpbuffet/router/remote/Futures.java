package io.mcpbuffet.router.remote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Futures whose cancellation goes back to where the work is done. */
final class Futures {
    private Futures() {}

    /** What follows the first; a failure of the first is that of both. */
    static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<T, CompletableFuture<R>> next) {
        CompletableFuture<R> shown = new CompletableFuture<>();
        first.whenComplete((value, failure) -> {
            if (failure != null) {
                shown.completeExceptionally(cause(failure));
            } else if (!shown.isDone()) {
                forward(next.apply(value), shown);
            }
        });
        return shown;
    }

    private static <R> void forward(CompletableFuture<R> work, CompletableFuture<R> shown) {
        work.whenComplete((value, failure) -> {
            if (failure != null) {
                shown.completeExceptionally(cause(failure));
            } else {
                shown.complete(value);
            }
        });
        shown.whenComplete((value, failure) -> {
            if (shown.isCancelled()) {
                work.cancel(true);
            }
        });
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
