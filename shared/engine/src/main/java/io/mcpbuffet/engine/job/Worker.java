package io.mcpbuffet.engine.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.spi.Progress;
import java.time.Duration;
import java.util.Map;

/**
 * The engine worker as the host sees it: a process that is started on first use, watched, and replaced when it dies. Safe for use by
 * many threads. A thread interrupt cancels the call there and throws CANCELLED.
 */
public interface Worker extends LocalSql, AutoCloseable {
    /**
     * The tree of {@code json_serialize_sql}, whether or not it says {@code error: true}. LIMIT_EXCEEDED when the text is over
     * 100 KB or nested deeper than 100; nothing is executed.
     */
    JsonNode parse(String sql, Duration timeout);

    /**
     * What the optimizer makes of the statement, which is not run. Fails as {@link #run} does.
     *
     * @param job its relations are stubs, or what needs no planning
     */
    Outline outline(Job job);

    /** Runs a statement. TIMED_OUT, LIMIT_EXCEEDED, CANCELLED, UNAVAILABLE (the worker died) or SQL_REJECTED (it does not bind). */
    default JobResult run(Job job, Progress progress) {
        return run(job, Map.of(), progress);
    }

    /** Runs a statement over rows that come from elsewhere, by the views of the relations they are for. Throws also what a feed throws. */
    JobResult run(Job job, Map<String, RowFeed> feeds, Progress progress);

    /** The next page of a kept result; NOT_FOUND when it is kept no longer. */
    JobResult page(String spool, int maxRows, int maxBytes);

    /** Starts the process in the background. */
    void warmUp();

    /** Processes that were started in place of one that had died. */
    default long restarts() {
        return 0;
    }

    @Override
    void close();
}
