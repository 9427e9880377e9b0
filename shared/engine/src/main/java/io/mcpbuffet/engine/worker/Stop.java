package io.mcpbuffet.engine.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a call of the worker. DuckDB forgets an interrupt that comes just before a statement starts, so it is told again until the
 * call has ended. Safe for use by many threads.
 */
final class Stop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    private static final long AGAIN_MILLIS = 50;
    private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "stop");
        thread.setDaemon(true);
        return thread;
    });

    private boolean asked;
    private boolean closed;
    private Statement running;
    private Connection opening;
    private ScheduledFuture<?> ticks;

    synchronized boolean asked() {
        return asked;
    }

    synchronized void ask() {
        if (!asked && !closed) {
            asked = true;
            ticks = CLOCK.scheduleWithFixedDelay(this::tick, 0, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** From here on this statement is stopped, if asked. */
    synchronized void running(Statement statement) throws SQLException {
        check();
        running = statement;
        opening = null;
    }

    /** From here on statements that nobody tells of run on this connection, which is closed, if asked. */
    synchronized void opening(Connection connection) throws SQLException {
        check();
        opening = connection;
        running = null;
    }

    private void check() throws SQLException {
        if (asked) {
            throw new SQLException("INTERRUPT Error: Interrupted!");
        }
    }

    private void tick() {
        try {
            interrupt(current());
        } catch (SQLException e) {
            LOG.debug("A statement is over already", e);
        }
    }

    private synchronized AutoCloseable current() {
        return running == null ? opening : running;
    }

    private static void interrupt(AutoCloseable current) throws SQLException {
        if (current instanceof Statement statement) {
            statement.cancel();
        } else if (current instanceof Connection connection) {
            connection.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
