package io.mcpbuffet.polaris.rest;

import java.time.Duration;
import java.time.Instant;

/** The clock of the requests and the pauses between them; tests let it run ahead. Safe for use by many threads. */
public interface Timing {
    Instant now();

    /** Waits, unless the thread is interrupted. */
    void pause(Duration duration) throws InterruptedException;

    /** The clock of this machine. */
    static Timing system() {
        return new Timing() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis());
            }
        };
    }
}
