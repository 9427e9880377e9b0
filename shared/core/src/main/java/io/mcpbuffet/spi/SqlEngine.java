package io.mcpbuffet.spi;

import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;

/**
 * Runs one read-only statement. Safe for use by many threads. A thread interrupt cancels the call: the statement stops where it
 * runs and CANCELLED is thrown.
 */
public interface SqlEngine extends AutoCloseable {
    /** SQL_REJECTED, READ_ONLY, LIMIT_EXCEEDED, TIMED_OUT, CANCELLED, UNAVAILABLE, or what a catalog throws. */
    QueryResult run(Query query, Progress progress);

    Explanation explain(Query query, Progress progress);

    /** The SQL dialect's name as shown by list_catalogs. */
    String dialect();

    @Override
    void close();
}
