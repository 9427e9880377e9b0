package io.mcpbuffet.engine.worker;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.duckdb.DuckDBPreparedStatement;

/** Tells how far a statement is, a few times a second, until closed. */
final class ProgressReporter implements AutoCloseable {
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    private final DuckDBPreparedStatement statement;
    private final DoubleConsumer listener;
    private final ScheduledFuture<?> ticks;

    ProgressReporter(DuckDBPreparedStatement statement, DoubleConsumer listener) {
        this.statement = statement;
        this.listener = listener;
        this.ticks = CLOCK.scheduleWithFixedDelay(this::tick, 400, 400, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            double percent = statement.getQueryProgress().getPercentage();
            if (percent > 0 && percent <= 100) {
                listener.accept(percent);
            }
        } catch (SQLException e) {
            ticks.cancel(false);
        }
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
