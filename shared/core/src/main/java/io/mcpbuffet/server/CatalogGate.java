package io.mcpbuffet.server;

import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets so many calls at once through to one catalog, and so many more wait for a bounded time. What a call asks of the same catalog in
 * turn is part of it. Safe for use by many threads.
 */
final class CatalogGate {
    private final String catalog;
    private final ServiceConfig.Concurrency bounds;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    CatalogGate(String catalog, ServiceConfig.Concurrency bounds) {
        this.catalog = catalog;
        this.bounds = bounds;
        this.free = new Semaphore(bounds.calls(), true);
    }

    /** RATE_LIMITED where too many wait, or it waited in vain; CANCELLED where it is interrupted. */
    <T> T through(Supplier<T> call) {
        if (inside.get()) {
            return call.get();
        }
        enter();
        inside.set(true);
        try {
            return call.get();
        } finally {
            inside.remove();
            free.release();
        }
    }

    private void enter() {
        if (free.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > bounds.queue()) {
            waiting.decrementAndGet();
            throw full(bounds.queue() + " more wait");
        }
        try {
            if (!free.tryAcquire(bounds.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw full("none of them ended within " + bounds.patience().toSeconds() + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(
                    ErrorCode.CANCELLED, "The call was cancelled while it waited for catalog '" + catalog + "'", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private LakeException full(String why) {
        return LakeException.of(
                        ErrorCode.RATE_LIMITED,
                        "Catalog '" + catalog + "' answers " + bounds.calls() + " calls at once, and " + why)
                .hint("Repeat the call later, or raise concurrency of the configuration")
                .in(catalog);
    }

    int running() {
        return bounds.calls() - free.availablePermits();
    }

    int waiting() {
        return waiting.get();
    }
}
