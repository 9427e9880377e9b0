package io.mcpbuffet.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the process in time when it is told to: what cannot be closed within the limit is left to the system. */
final class Shutdown {
    private static final Duration LIMIT = Duration.ofMillis(1500);

    /** As a shell reports a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private Shutdown() {}

    /** Closes at the end of the process, also after a signal. */
    static void closes(AutoCloseable server) {
        closes(server, Duration.ZERO);
    }

    /** @param more time beyond what closing usually takes */
    static void closes(AutoCloseable server, Duration more) {
        Duration limit = LIMIT.plus(more);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, limit), "shutdown"));
    }

    private static void close(AutoCloseable server, Duration limit) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            try {
                server.close();
            } catch (Exception e) {
                // Nobody is left to be told.
            } finally {
                closed.countDown();
            }
        });
        closing.setDaemon(true);
        closing.start();
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(TERMINATED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
