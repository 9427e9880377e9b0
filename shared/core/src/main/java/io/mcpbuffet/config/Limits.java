package io.mcpbuffet.config;

import java.time.Duration;

/**
 * Bounds of queries.
 *
 * @param queryMemory bytes that one query may take in the worker before it spills or fails
 * @param queryTimeout when a call names none
 * @param maxRows rows of one page at most
 * @param maxResultBytes bytes of one page's rows as JSON, at most
 * @param spoolBytes bytes kept of one result for continuation by cursor
 * @param cacheBytes bytes of remote files kept on disk
 * @param leafRows rows that one query may take of one table of another system
 * @param leafBytes bytes of such rows
 * @param searchBytes bytes that the index of search takes in memory, and again on the disk
 */
public record Limits(
        long queryMemory,
        Duration queryTimeout,
        int maxRows,
        int maxResultBytes,
        long spoolBytes,
        long cacheBytes,
        long leafRows,
        long leafBytes,
        long searchBytes) {
    private static final long SPILL = 8;
    private static final long LEAF_ROWS = 1_000_000;
    private static final long LEAF_BYTES = 512L << 20;
    private static final long SEARCH_BYTES = 256L << 20;

    public static final Limits DEFAULT =
            new Limits(2L << 30, Duration.ofSeconds(60), 10_000, 64 << 10, 64L << 20, 20L << 30);

    /** With the default bounds of leaves and of search. */
    public Limits(
            long queryMemory,
            Duration queryTimeout,
            int maxRows,
            int maxResultBytes,
            long spoolBytes,
            long cacheBytes) {
        this(
                queryMemory,
                queryTimeout,
                maxRows,
                maxResultBytes,
                spoolBytes,
                cacheBytes,
                LEAF_ROWS,
                LEAF_BYTES,
                SEARCH_BYTES);
    }

    /** Bytes of the disk that one query may take for what does not fit its memory. */
    public long temporaryBytes() {
        return queryMemory * SPILL;
    }
}
