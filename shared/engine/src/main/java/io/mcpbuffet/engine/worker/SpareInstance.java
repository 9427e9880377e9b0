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

    interface Maker {
        Connection make() throws SQLException;
    }

    /** Null where there is none with this memory. */
    synchronized Connection take(long memory) {
        if (ready == null || memoryBytes != memory) {
            return null;
        }
        Connection taken = ready;
        ready = null;
        return taken;
    }

    void fill(long memory, Maker make) {
        maker.execute(() -> {
            if (isEmpty()) {
                try {
                    put(memory, make.make());
                } catch (SQLException e) {
                    LOG.debug("No instance could be made ready", e);
                }
            }
        });
    }

    private synchronized boolean isEmpty() {
        return ready == null;
    }

    private synchronized void put(long memory, Connection connection) {
        ready = connection;
        memoryBytes = memory;
    }
}
