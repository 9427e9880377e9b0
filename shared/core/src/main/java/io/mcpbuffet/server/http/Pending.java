package io.mcpbuffet.server.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that are being answered, and takes no more of them once it drains. Safe for use by many threads. */
final class Pending {
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean draining;

    boolean begin() {
        count.incrementAndGet();
        if (draining) {
            end();
            return false;
        }
        return true;
    }

    void end() {
        if (count.decrementAndGet() == 0 && draining) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    boolean draining() {
        return draining;
    }

    int count() {
        return count.get();
    }

    /** Waits for those that run, as long as may be. */
    synchronized void drain(Duration limit) {
        draining = true;
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toMillis();
                    count.get() > 0 && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
