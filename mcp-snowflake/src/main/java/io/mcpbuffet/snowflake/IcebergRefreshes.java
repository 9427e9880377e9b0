package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * When Snowflake took over which snapshot of an Iceberg table that another catalog manages: the one place where it tells snapshot ids.
 * Needs a warehouse. Safe for use by many threads.
 */
record IcebergRefreshes(RowListing listing) {
    /** The moment from which on the table held the snapshot. SNAPSHOT_EXPIRED where the history does not name it. */
    Instant moment(TableRef table, long snapshot) {
        String database = Names.quoted(table.namespace().levels().get(0));
        List<Map<String, String>> rows = listing.rows(
                "SELECT REFRESHED_ON FROM TABLE(" + database
                        + ".INFORMATION_SCHEMA.ICEBERG_TABLE_SNAPSHOT_REFRESH_HISTORY(TABLE_NAME => "
                        + Names.literal(Names.quoted(table)) + ")) WHERE SNAPSHOT_ID = '" + snapshot
                        + "' ORDER BY REFRESHED_ON LIMIT 1",
                "time_travel");
        if (rows.isEmpty()) {
            throw LakeException.of(
                            ErrorCode.SNAPSHOT_EXPIRED,
                            "Snowflake's history of " + table + " does not name the snapshot " + snapshot)
                    .hint(
                            "It names the snapshots of tables that another catalog manages, since each refresh; give a moment"
                                    + " such as 2026-03-01T00:00:00Z, or read the table from that catalog");
        }
        return OffsetDateTime.parse(rows.get(0).get("refreshed_on")).toInstant();
    }
}
