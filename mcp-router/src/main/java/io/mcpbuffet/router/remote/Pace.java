package io.mcpbuffet.router.remote;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Slows down who reads messages that nobody waits for, so that a flood of them holds up its sender. For one server. */
final class Pace {
    private static final int A_SECOND = 500;
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private long second = System.nanoTime();
    private int taken;

    /** False for one that is beyond the pace, after a pause. */
    boolean take() {
        boolean within;
        synchronized (this) {
            long now = System.nanoTime();
            if (now - second > Duration.ofSeconds(1).toNanos()) {
                second = now;
                taken = 0;
            }
            taken++;
            within = taken <= A_SECOND;
        }
        if (!within) {
            LockSupport.parkNanos(PAUSE);
        }
        return within;
    }
}
