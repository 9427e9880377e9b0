package io.mcpbuffet.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A table that a query read, with the snapshot it was pinned to where tables of its kind have them. */
public record PinnedTable(TableRef table, OptionalLong snapshotId, Optional<Instant> committedAt) {}
