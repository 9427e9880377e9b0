package io.mcpbuffet.server.http;

import java.time.Duration;

/** Counts the requests that are being answered, and takes no more of them once it drains. Safe for use by many threads. */
final class Pending {
    private int count;
    private boolean draining;

    synchronized boolean begin() {
        if (draining) {
            return false;
        }
        count++;
        return true;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    synchronized boolean draining() {
        return draining;
    }

    synchronized int count() {
        return count;
    }

    /** Waits for those that run, as long as may be. */
    synchronized void drain(Duration limit) {
        draining = true;
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toMillis(); count > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
