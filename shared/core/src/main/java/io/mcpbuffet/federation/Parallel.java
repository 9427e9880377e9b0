package io.mcpbuffet.federation;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks catalogs at the same time, each within a deadline, so that one that hangs stalls no other. Safe for use by many threads. */
final class Parallel {
    private static final Logger LOG = LoggerFactory.getLogger(Parallel.class);

    private final Duration deadline;

    /** Either an answer, or why there is none. */
    record Outcome<T>(LazyCatalog catalog, T answer, LakeException error) {}

    Parallel(Duration deadline) {
        this.deadline = deadline;
    }

    Duration deadline() {
        return deadline;
    }

    /** One outcome per catalog, in order. An interrupt of the caller ends all calls and throws CANCELLED. */
    <T> List<Outcome<T>> ask(List<LazyCatalog> catalogs, Function<LazyCatalog, T> question) {
        long end = System.nanoTime() + deadline.toNanos();
        List<Future<T>> futures = new ArrayList<>();
        List<Outcome<T>> outcomes = new ArrayList<>();
        try {
            for (LazyCatalog catalog : catalogs) {
                futures.add(catalog.calls().submit(deadline, () -> question.apply(catalog)));
            }
            for (int i = 0; i < catalogs.size(); i++) {
                outcomes.add(await(catalogs.get(i), futures.get(i), end));
            }
            return outcomes;
        } finally {
            futures.forEach(f -> f.cancel(true));
        }
    }

    private <T> Outcome<T> await(LazyCatalog catalog, Future<T> future, long end) {
        try {
            return new Outcome<>(catalog, future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS), null);
        } catch (TimeoutException e) {
            LakeException late = LakeException.of(
                    ErrorCode.TIMED_OUT,
                    "Catalog '" + catalog.name() + "' did not answer within " + deadline.toMillis() + " ms",
                    e);
            return new Outcome<>(catalog, null, late.in(catalog.name()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled", e);
        } catch (ExecutionException e) {
            return new Outcome<>(catalog, null, shown(catalog, e.getCause()));
        }
    }

    private static LakeException shown(LazyCatalog catalog, Throwable cause) {
        if (cause instanceof LakeException known) {
            return known.in(catalog.name());
        }
        LOG.error("Catalog {} failed", catalog.name(), cause);
        return LakeException.of(
                        ErrorCode.INTERNAL,
                        "Catalog '" + catalog.name() + "' failed; the log of the server has the details",
                        cause)
                .in(catalog.name());
    }
}
