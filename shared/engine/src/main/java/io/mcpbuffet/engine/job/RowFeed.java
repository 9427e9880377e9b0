package io.mcpbuffet.engine.job;

import io.mcpbuffet.spi.RowStream;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a {@link RowsRelation} come from.
 *
 * @param table its name for messages
 * @param keyed waits for the keys of the relation
 * @param maxRows more of them fail the query
 * @param maxBytes of rows as they are sent to the worker; more fail the query
 */
public record RowFeed(String table, boolean keyed, Opener opener, long maxRows, long maxBytes) {
    /** Starts the rows; with keys, which are texts, only those that hold one of them in the column they are for. */
    @FunctionalInterface
    public interface Opener {
        RowStream open(Optional<List<String>> keys);
    }
}
