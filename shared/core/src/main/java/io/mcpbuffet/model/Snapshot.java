package io.mcpbuffet.model;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One state of a table. Counts are absent where the writer did not record them. {@code refs} are {@code branch:X}, {@code tag:X}. */
public record Snapshot(
        long id,
        OptionalLong parentId,
        Instant committedAt,
        String operation,
        OptionalLong addedRows,
        OptionalLong deletedRows,
        OptionalLong totalRows,
        OptionalLong addedFiles,
        OptionalInt schemaId,
        List<String> refs) {
    public Snapshot {
        refs = List.copyOf(refs);
    }
}
