package io.mcpbuffet.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a query's answer.
 *
 * @param truncated true exactly when more rows exist than are shown in this page
 * @param truncationReason why, in words for the reader; present when truncated
 * @param nextCursor continues the same result over the same snapshots, where the rest is still kept
 * @param engine {@code duckdb}, or the name of the engine that ran it, with the reason where one was chosen
 */
public record QueryResult(
        Rows page,
        boolean truncated,
        Optional<String> truncationReason,
        Optional<String> nextCursor,
        List<PinnedTable> tables,
        String engine,
        long elapsedMs,
        OptionalLong filesRead,
        OptionalLong bytesRead,
        List<String> warnings) {
    public QueryResult {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }
}
