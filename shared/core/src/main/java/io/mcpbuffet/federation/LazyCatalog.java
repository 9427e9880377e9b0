package io.mcpbuffet.federation;

import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * A catalog that is opened at its first use, by one thread at a time, and again after a failure, which is remembered for a few seconds.
 * Safe for use by many threads.
 */
final class LazyCatalog implements AutoCloseable {
    static final String DEFAULT_NAMESPACE = "default-namespace";
    /** Properties of every kind, which providers mostly do not know. */
    private static final List<String> OURS =
            List.of(DEFAULT_NAMESPACE, CatalogConfig.SEMANTIC_MODEL, CatalogConfig.SAMPLE_VALUES);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final CatalogSource source;
    private final CatalogProvider.Services services;
    private final Clock clock;
    private final CatalogCalls calls;
    private final Semaphore opening = new Semaphore(1);
    private volatile Catalog open;
    private volatile Failure failure;
    private volatile boolean closed;

    private record Failure(LakeException error, Instant until, Duration pause) {}

    LazyCatalog(CatalogSource source, CatalogProvider.Services services, Clock clock) {
        this.source = source;
        this.services = services;
        this.clock = clock;
        this.calls = new CatalogCalls(source.name());
    }

    String name() {
        return source.name();
    }

    CatalogSource source() {
        return source;
    }

    CatalogCalls calls() {
        return calls;
    }

    Optional<String> defaultNamespace() {
        return Optional.ofNullable(source.properties().get(DEFAULT_NAMESPACE)).filter(s -> !s.isBlank());
    }

    /** Uses the catalog on the caller's thread; a failure names the catalog. */
    <T> T use(Function<Catalog, T> use) {
        Catalog catalog = get();
        try {
            return use.apply(catalog);
        } catch (LakeException e) {
            throw e.in(name());
        }
    }

    Catalog get() {
        Catalog known = open;
        if (known != null) {
            return known;
        }
        refuseWhilePaused();
        try {
            opening.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(
                    ErrorCode.CANCELLED, "The call was cancelled while catalog '" + name() + "' was opened", e);
        }
        try {
            if (open == null) {
                refuseWhilePaused();
                openNow();
            }
            return open;
        } finally {
            opening.release();
        }
    }

    /** Lets the next use open the catalog anew: what it is connected to is gone. */
    void reopen(Catalog gone) {
        if (open == gone) {
            open = null;
            closeQuietly(gone);
        }
    }

    private void refuseWhilePaused() {
        Failure last = failure;
        if (closed) {
            throw LakeException.of(ErrorCode.UNAVAILABLE, "The server is stopping")
                    .in(name());
        }
        if (last != null && clock.instant().isBefore(last.until())) {
            throw last.error();
        }
    }

    private void openNow() {
        try {
            open = source.provider().open(name(), properties(), services);
            failure = null;
        } catch (LakeException e) {
            if (e.code() != ErrorCode.CANCELLED) {
                remember(e.in(name()));
            }
            throw e.in(name());
        } catch (RuntimeException e) {
            LakeException shown = LakeException.of(
                            ErrorCode.INTERNAL,
                            "Catalog '" + name() + "' cannot be opened; the log of the server has the details",
                            e)
                    .in(name());
            remember(shown);
            throw shown;
        }
    }

    private void remember(LakeException error) {
        Duration pause = failure == null ? FIRST_PAUSE : failure.pause().multipliedBy(2);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        failure = new Failure(error, clock.instant().plus(bounded), bounded);
    }

    private Map<String, String> properties() {
        Map<String, String> own = new LinkedHashMap<>(source.properties());
        OURS.stream()
                .filter(ours -> source.provider().properties().stream()
                        .noneMatch(spec -> spec.name().equals(ours)))
                .forEach(own::remove);
        return own;
    }

    @Override
    public void close() {
        closed = true;
        calls.close();
        Catalog known = open;
        open = null;
        if (known != null) {
            closeQuietly(known);
        }
    }

    private void closeQuietly(Catalog catalog) {
        try {
            catalog.close();
        } catch (RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger(LazyCatalog.class).warn("Catalog {} did not close cleanly", name(), e);
        }
    }
}
