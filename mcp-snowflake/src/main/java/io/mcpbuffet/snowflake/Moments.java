package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The moments that the tables of a statement are read at. Safe for use by many threads. */
record Moments(SnowflakeObjects objects, TimeTravel travel) {
    /** As SQL can say it. Only a snapshot id makes it look at the table. UNSUPPORTED for what has no SQL. */
    AsOf of(Optional<TableRef> table, AsOf asOf) {
        if (asOf instanceof AsOf.Latest || asOf instanceof AsOf.Moment) {
            return asOf;
        }
        if (asOf instanceof AsOf.SnapshotId && table.isEmpty()) {
            throw LakeException.invalid("It cannot be told whose snapshot is meant")
                    .hint("Write the table as DATABASE.SCHEMA.TABLE");
        }
        return asOf instanceof AsOf.SnapshotId
                ? travel.resolve(table.get(), objects.row(table.get()), asOf)
                : travel.resolve(table.orElse(null), Map.of(), asOf);
    }

    static PinnedTable pinned(TableRef table, AsOf asked, AsOf moment) {
        Optional<Instant> instant = moment instanceof AsOf.Moment at ? Optional.of(at.instant()) : Optional.empty();
        OptionalLong id =
                asked instanceof AsOf.SnapshotId snapshot ? OptionalLong.of(snapshot.id()) : OptionalLong.empty();
        return new PinnedTable(table, id, instant);
    }

    /** The failure with the oldest moment of each table, where that is known. */
    LakeException withOldest(LakeException expired, List<PinnedTable> tables) {
        List<String> oldest = new ArrayList<>();
        for (PinnedTable table : tables) {
            oldest(table.table()).ifPresent(moment -> oldest.add(moment + " for " + table.table()));
        }
        return oldest.isEmpty()
                ? expired
                : LakeException.of(ErrorCode.SNAPSHOT_EXPIRED, expired.getMessage(), expired)
                        .hint("The oldest moment is about " + String.join(", ", oldest)
                                + ", or when the table was made where that is later");
    }

    private Optional<Instant> oldest(TableRef table) {
        try {
            return travel.oldest(objects.row(table));
        } catch (LakeException e) {
            return Optional.empty();
        }
    }
}
