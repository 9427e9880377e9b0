package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** A few sessions with Snowflake, each opened when it is first needed and used by one call at a time. Safe for use by many threads. */
final class Connections implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Logger DRIVER_LOG = Logger.getLogger("net.snowflake");
    private static final int GOODBYE_SECONDS = 2;
    private static final ExecutorService CLOSING = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "snowflake-closing");
        thread.setDaemon(true);
        return thread;
    });

    private final SnowflakeSettings settings;
    private final Semaphore slots;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    Connections(SnowflakeSettings settings) {
        this.settings = settings;
        this.slots = new Semaphore(settings.poolSize(), true);
    }

    SnowflakeSettings settings() {
        return settings;
    }

    /** A session, which must be given back. TIMED_OUT when none is free in time, AUTH_EXPIRED and others when none can be opened. */
    Connection take(Duration timeout) throws SQLException {
        try {
            if (!slots.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw LakeException.of(
                                ErrorCode.TIMED_OUT,
                                "All " + settings.poolSize() + " sessions with Snowflake were busy for "
                                        + timeout.toSeconds() + " s")
                        .hint("Try again later, or raise the property pool-size");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        }
        boolean taken = false;
        try {
            Connection connection = known();
            Connection result = connection == null ? open() : connection;
            taken = true;
            return result;
        } finally {
            if (!taken) {
                slots.release();
            }
        }
    }

    private synchronized Connection known() {
        if (closed) {
            throw LakeException.of(ErrorCode.UNAVAILABLE, "The catalog is closed");
        }
        return idle.pollFirst();
    }

    /** The driver writes to the console of a server whose console is its protocol unless it is told not to, so it logs little. */
    private Connection open() throws SQLException {
        DRIVER_LOG.setLevel(Level.OFF);
        return DriverManager.getConnection(settings.url(), settings.driver());
    }

    /** @param good whether the session can be used again */
    void giveBack(Connection connection, boolean good) {
        boolean keep = good && keep(connection);
        slots.release();
        if (!keep) {
            end(connection);
        }
    }

    private synchronized boolean keep(Connection connection) {
        if (!closed) {
            idle.addFirst(connection);
        }
        return !closed;
    }

    /** Whether a session is open and idle. */
    synchronized boolean connected() {
        return !idle.isEmpty();
    }

    /** On another thread: the driver tries for long to tell an account that does not answer. */
    private static Future<?> end(Connection connection) {
        return CLOSING.submit(() -> {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A session did not end cleanly", e);
            }
        });
    }

    /** Waits a moment for the sessions to end. */
    @Override
    public void close() {
        Deque<Connection> open;
        synchronized (this) {
            closed = true;
            open = new ArrayDeque<>(idle);
            idle.clear();
        }
        List<Future<?>> ends = new ArrayList<>();
        open.forEach(connection -> ends.add(end(connection)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GOODBYE_SECONDS);
        for (Future<?> each : ends) {
            try {
                each.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("A session is left to end by itself", e);
            }
        }
    }
}
