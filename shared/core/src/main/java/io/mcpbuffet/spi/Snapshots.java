package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import java.time.Instant;
import java.util.Optional;

/** The ability of a catalog whose tables keep their past states. */
public interface Snapshots {
    /**
     * Newest first.
     *
     * @param ref only the line of ancestors of this branch or tag
     * @param since only those committed at or after
     * @param until only those committed at or before
     */
    record Filter(Optional<String> ref, Optional<Instant> since, Optional<Instant> until) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An empty page for a table without snapshots. */
    Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page);

    /**
     * The snapshot of a moment; empty for the latest state of a table that has none yet. NOT_FOUND for an unknown id, branch or tag
     * (naming those there are), SNAPSHOT_EXPIRED for an id in the history that is no longer kept or a moment before the oldest.
     */
    Optional<Snapshot> resolve(TableRef table, AsOf asOf);
}
