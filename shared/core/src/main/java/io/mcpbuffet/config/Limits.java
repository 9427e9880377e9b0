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
 */
public record Limits(
        long queryMemory, Duration queryTimeout, int maxRows, int maxResultBytes, long spoolBytes, long cacheBytes) {
    public static final Limits DEFAULT =
            new Limits(2L << 30, Duration.ofSeconds(60), 10_000, 64 << 10, 64L << 20, 20L << 30);
}
