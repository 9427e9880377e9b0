package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.snowflake.client.api.statement.SnowflakeStatement;
import net.snowflake.client.internal.api.implementation.statement.SnowflakeStatementImpl;
import net.snowflake.client.internal.core.SFException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement at Snowflake, which holds a session until it is closed. The driver waits where no interrupt reaches it, so it works on
 * a thread of its own, and what is not wanted any more is aborted at the server.
 */
final class Execution implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private static final int MAX_ABORTS = 50;
    private static final long ABORT_AGAIN_MILLIS = 200;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "snowflake");
        thread.setDaemon(true);
        return thread;
    });

    private final Connections connections;
    private final Request request;
    private final long deadline;
    private final CompletableFuture<ResultSet> result = new CompletableFuture<>();
    private Connection connection;
    private Statement statement;
    private boolean closed;
    private boolean working = true;
    private boolean good = true;

    /**
     * What to run.
     *
     * @param purpose goes into the query tag
     * @param maxRows that the server sends; 0 for all
     */
    record Request(String sql, String purpose, long maxRows, Duration timeout) {}

    private Execution(Connections connections, Request request) {
        this.connections = connections;
        this.request = request;
        this.deadline = System.nanoTime() + request.timeout().toNanos();
    }

    /** Starts the statement. */
    static Execution start(Connections connections, Request request) {
        Execution execution = new Execution(connections, request);
        THREADS.execute(() -> execution.work(Execution::query));
        return execution;
    }

    /** Has the statement compiled and not run: whether Snowflake calls it a query. */
    static boolean isQuery(Connections connections, Request request) {
        Execution execution = new Execution(connections, request);
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        THREADS.execute(() -> execution.work(e -> {
            verdict.complete(e.verdict());
            return null;
        }));
        try (execution) {
            execution.result();
            return verdict.join();
        }
    }

    /** The rows, when they come. TIMED_OUT and CANCELLED after the abort was sent. */
    ResultSet result() {
        try {
            return result.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        } catch (TimeoutException e) {
            abort();
            throw timedOut(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private LakeException timedOut(Throwable cause) {
        return LakeException.of(
                        ErrorCode.TIMED_OUT,
                        "The query did not end within " + request.timeout().toSeconds() + " s",
                        cause)
                .hint("Filter or aggregate more, or give a larger timeout_seconds");
    }

    private LakeException failure(Throwable cause) {
        if (cause instanceof LakeException e) {
            return e;
        }
        return cause instanceof SQLException e
                ? translate(e)
                : LakeException.of(ErrorCode.INTERNAL, "The statement failed in the driver", cause);
    }

    /** What went wrong while rows were read. */
    LakeException translate(SQLException e) {
        if (Thread.currentThread().isInterrupted()) {
            return LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        }
        return deadline - System.nanoTime() < 0 ? timedOut(e) : SnowflakeErrors.translate(e, connections.settings());
    }

    private interface Work {
        ResultSet of(Execution execution) throws SQLException;
    }

    @SuppressWarnings("checkstyle:IllegalCatch") // whatever the driver throws is told to the caller
    private void work(Work work) {
        try {
            ResultSet rows = retrying(work);
            settle();
            result.complete(rows);
        } catch (Throwable e) {
            settle();
            result.completeExceptionally(e);
        }
    }

    /** A session that has expired, while it was idle mostly, is replaced once. */
    private ResultSet retrying(Work work) throws SQLException {
        try {
            return attempt(work);
        } catch (SQLException e) {
            if (!SnowflakeErrors.sessionGone(e) || isClosed()) {
                throw e;
            }
            LOG.debug("A session is replaced", e);
            release(false);
            return attempt(work);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private ResultSet attempt(Work work) throws SQLException {
        Connection taken = connections.take(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        synchronized (this) {
            connection = taken;
            good = true;
            if (closed) {
                throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn");
            }
            statement = taken.createStatement();
            parameters(statement.unwrap(SnowflakeStatement.class));
        }
        try {
            return work.of(this);
        } catch (SQLException e) {
            synchronized (this) {
                good = !String.valueOf(e.getSQLState()).startsWith("08") && !SnowflakeErrors.sessionGone(e);
            }
            throw e;
        }
    }

    /** Limits hold at the server, for this statement alone. */
    private void parameters(SnowflakeStatement target) throws SQLException {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime() + 999_999_999));
        for (Map.Entry<String, Object> parameter : Map.<String, Object>of(
                        "QUERY_TAG",
                        "mcp-buffet " + request.purpose(),
                        "STATEMENT_TIMEOUT_IN_SECONDS",
                        seconds,
                        "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
                        seconds,
                        "MULTI_STATEMENT_COUNT",
                        1)
                .entrySet()) {
            target.setParameter(parameter.getKey(), parameter.getValue());
        }
        if (request.maxRows() > 0) {
            target.setParameter("ROWS_PER_RESULTSET", request.maxRows());
        }
    }

    private ResultSet query() throws SQLException {
        return statement.executeQuery(request.sql());
    }

    /** The driver's public interface does not tell the kind of a statement that was only compiled. */
    private boolean verdict() throws SQLException {
        try {
            return statement
                    .unwrap(SnowflakeStatementImpl.class)
                    .getSFBaseStatement()
                    .describe(request.sql())
                    .getStatementType()
                    .isSelect();
        } catch (SFException e) {
            throw new SQLException(e.getMessage(), e.getSqlState(), e.getVendorCode(), e);
        }
    }

    /** The abort goes out on another thread: its caller is not to wait for a server that does not answer. */
    private synchronized void abort() {
        if (working) {
            THREADS.execute(this::aborted);
        }
    }

    /** The driver forgets a cancel that comes just before the statement is sent, so it is told again until it lets go. */
    private synchronized void aborted() {
        for (int i = 0; i < MAX_ABORTS && working; i++) {
            if (statement != null) {
                Statement running = statement;
                THREADS.execute(() -> cancel(running));
            }
            try {
                wait(ABORT_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void cancel(Statement running) {
        try {
            running.cancel();
        } catch (SQLException e) {
            LOG.debug("A statement was over before it was aborted", e);
        }
    }

    /** Before the answer is told: who hears it and closes finds nothing to abort, and the session is free at once. */
    private synchronized void settle() {
        working = false;
        notifyAll();
        if (closed) {
            release(good);
        }
    }

    /** Aborts what still runs, and gives the session back as soon as the driver lets go of it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            abort();
            closed = true;
            if (!working) {
                release(good);
            }
        }
    }

    private synchronized void release(boolean reusable) {
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.debug("A statement did not close cleanly", e);
            }
            statement = null;
        }
        if (connection != null) {
            connections.giveBack(connection, reusable);
            connection = null;
        }
    }
}
