package io.mcpbuffet.engine.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that no call has used yet, for the next one: opening it takes longer than many a query. Safe for use by many threads. */
final class SpareInstance {
    private static final Logger LOG = LoggerFactory.getLogger(SpareInstance.class);

    private final ExecutorService maker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "spare");
        thread.setDaemon(true);
        return thread;
    });
    private Connection ready;
    private long memoryBytes;
    private boolean making;

    interface Maker {
        Connection make() throws SQLException;
    }

    /** Null where there is none with this memory. One that is being made is waited for: another would take longer. */
    synchronized Connection take(long memory) {
        try {
            while (making && memoryBytes == memory) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        if (ready == null || memoryBytes != memory) {
            return null;
        }
        Connection taken = ready;
        ready = null;
        return taken;
    }

    synchronized void fill(long memory, Maker make) {
        if (ready == null && !making) {
            making = true;
            memoryBytes = memory;
            maker.execute(() -> run(make));
        }
    }

    private void run(Maker make) {
        Connection made = null;
        try {
            made = make.make();
        } catch (SQLException e) {
            LOG.debug("No instance could be made ready", e);
        } finally {
            made(made);
        }
    }

    private synchronized void made(Connection connection) {
        ready = connection;
        making = false;
        notifyAll();
    }
}
