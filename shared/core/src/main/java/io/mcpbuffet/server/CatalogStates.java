package io.mcpbuffet.server;

import io.mcpbuffet.federation.CatalogStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the catalogs answered last. Whoever looks does not wait for them: they are asked beside, and seldom. Safe for use by many threads. */
final class CatalogStates {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogStates.class);
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Supplier<List<CatalogStatus>> ask;
    private final Executor beside;
    private final LongSupplier nanos;
    private Map<String, CatalogStatus> last = Map.of();
    private Optional<Long> asked = Optional.empty();
    private boolean asking;

    /**
     * Asks nobody yet.
     *
     * @param ask may take its time
     * @param beside runs it elsewhere
     */
    CatalogStates(Supplier<List<CatalogStatus>> ask, Executor beside, LongSupplier nanos) {
        this.ask = ask;
        this.beside = beside;
        this.nanos = nanos;
    }

    /** By name; empty until they have answered for the first time. */
    synchronized Map<String, CatalogStatus> last() {
        boolean fresh = asked.isPresent() && nanos.getAsLong() - asked.get() < FRESH.toNanos();
        if (!fresh && !asking) {
            asking = true;
            beside.execute(this::refresh);
        }
        return last;
    }

    private void refresh() {
        Map<String, CatalogStatus> answered = new LinkedHashMap<>();
        try {
            ask.get().forEach(status -> answered.put(status.catalog(), status));
        } catch (RuntimeException e) {
            LOG.warn("The catalogs could not be asked: {}", e.getMessage());
        }
        synchronized (this) {
            last = answered;
            asked = Optional.of(nanos.getAsLong());
            asking = false;
        }
    }
}
