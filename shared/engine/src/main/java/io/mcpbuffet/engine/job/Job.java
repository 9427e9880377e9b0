package io.mcpbuffet.engine.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A statement for the worker.
 *
 * @param tree the guarded and rewritten tree in the form of {@code json_serialize_sql}; what runs is the SQL deserialised from it
 * @param explain the plan is wanted, not the rows
 * @param maxRows rows of the first page
 * @param maxBytes JSON bytes of the first page's rows
 * @param timeoutMillis from receipt
 * @param exact no cell is cut
 */
public record Job(
        JsonNode tree,
        List<Relation> relations,
        boolean explain,
        int maxRows,
        int maxBytes,
        long timeoutMillis,
        boolean exact) {
    /** For people to read. */
    public Job(
            JsonNode tree, List<Relation> relations, boolean explain, int maxRows, int maxBytes, long timeoutMillis) {
        this(tree, relations, explain, maxRows, maxBytes, timeoutMillis, false);
    }
}
