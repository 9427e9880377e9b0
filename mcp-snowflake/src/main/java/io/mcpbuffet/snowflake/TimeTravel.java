package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** How far back a table can be read, and how SQL says so. Safe for use by many threads. */
record TimeTravel(Clock clock, IcebergRefreshes refreshes) {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS xx");

    /**
     * The same as a moment, or the present. UNSUPPORTED for a snapshot, branch or tag of what is no Iceberg table; SNAPSHOT_EXPIRED for
     * a moment before the oldest that is kept.
     *
     * @param row what SHOW says of the table
     */
    AsOf resolve(TableRef table, Map<String, String> row, AsOf asOf) {
        if (asOf instanceof AsOf.Latest) {
            return asOf;
        }
        if (asOf instanceof AsOf.SnapshotId snapshot && SnowflakeObjects.isIceberg(row)) {
            return new AsOf.Moment(refreshes.moment(table, snapshot.id()), false);
        }
        Instant moment = moment(asOf);
        Optional<Instant> oldest = oldest(row);
        if (oldest.isPresent() && moment.isBefore(oldest.get())) {
            throw LakeException.of(
                            ErrorCode.SNAPSHOT_EXPIRED,
                            table + " cannot be read as of " + moment + ": Snowflake keeps its past for "
                                    + row.get("retention_time") + " days")
                    .hint("The oldest moment is about " + oldest.get());
        }
        if (moment.isAfter(clock.instant())) {
            throw LakeException.invalid("The moment " + moment + " lies in the future");
        }
        return asOf;
    }

    /** UNSUPPORTED for what Snowflake has no SQL for. */
    private static Instant moment(AsOf asOf) {
        if (asOf instanceof AsOf.Moment moment) {
            return moment.instant();
        }
        throw LakeException.unsupported(
                        "Snowflake's tables have no branches or tags to ask for, and snapshot ids only where"
                                + " another catalog manages an Iceberg table")
                .hint("Give a moment such as 2026-03-01T00:00:00Z, or -PT6H");
    }

    /** The oldest moment that is kept, where the table tells; it may have been made later. */
    Optional<Instant> oldest(Map<String, String> row) {
        String days = row.get("retention_time");
        return days != null && days.matches("\\d{1,3}")
                ? Optional.of(clock.instant().minus(Duration.ofDays(Long.parseLong(days))))
                : Optional.empty();
    }

    /** A clause that follows a table's name, for what was resolved. */
    static String clause(AsOf asOf) {
        if (asOf instanceof AsOf.Latest) {
            return "";
        }
        OffsetDateTime utc = moment(asOf).atOffset(ZoneOffset.UTC);
        return " AT(TIMESTAMP => '" + TEXT.format(utc) + "'::TIMESTAMP_TZ)";
    }
}
