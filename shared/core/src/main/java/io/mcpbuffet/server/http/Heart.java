package io.mcpbuffet.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at everything that is open once a second. Safe for use by many threads. */
final class Heart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Set<Beating> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "http-heart");
        thread.setDaemon(true);
        return thread;
    });

    /** Something that wants to be looked at. */
    interface Beating {
        /** False where it is over. */
        boolean beat(long nanos);
    }

    Heart() {
        this(BEAT);
    }

    Heart(Duration pause) {
        clock.scheduleWithFixedDelay(this::beat, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(Beating beating) {
        open.add(beating);
    }

    void remove(Beating beating) {
        open.remove(beating);
    }

    private void beat() {
        long now = System.nanoTime();
        open.removeIf(beating -> !alive(beating, now));
    }

    private static boolean alive(Beating beating, long now) {
        try {
            return beating.beat(now);
        } catch (RuntimeException e) {
            LOG.error("A connection failed inside", e);
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
