package io.mcpbuffet.model;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The moment at which a table is read. */
public sealed interface AsOf {
    /** The current state. */
    record Latest() implements AsOf {}

    /** One snapshot by its id, a random 63-bit number. */
    record SnapshotId(long id) implements AsOf {}

    /** The head of a branch. */
    record Branch(String name) implements AsOf {}

    /** A tagged snapshot. */
    record Tag(String name) implements AsOf {}

    /** The state that was current at an instant. {@code zoneAssumed}: the text had no zone and UTC was taken. */
    record Moment(Instant instant, boolean zoneAssumed) implements AsOf {}

    /**
     * The rows of a snapshot in files that another snapshot of the table has not, or has with other deletes. Rows that were only moved to
     * other files are among them, so that what changed is the difference, as multisets, between this and the same the other way round.
     *
     * @param current the columns are those of the table now, not those of the snapshot
     */
    record Change(long id, long other, boolean current) implements AsOf {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,19}) without (\\d{1,19})( as now)?");

        /** Empty for a text of another kind. */
        public static Optional<Change> parse(String text) {
            Matcher matcher = TEXT.matcher(text.strip());
            return matcher.matches()
                    ? Optional.of(new Change(
                            ((SnapshotId) snapshotId(matcher.group(1))).id(),
                            ((SnapshotId) snapshotId(matcher.group(2))).id(),
                            matcher.group(3) != null))
                    : Optional.empty();
        }

        /** As it is written in SQL. */
        @Override
        public String toString() {
            return id + " without " + other + (current ? " as now" : "");
        }
    }

    AsOf LATEST = new Latest();

    Pattern DIGITS = Pattern.compile("\\d{1,19}");

    String GRAMMAR =
            "a snapshot id (digits), branch:NAME, tag:NAME, an ISO-8601 instant such as 2026-03-01T00:00:00Z, or a duration back from now such as -P7D or -PT6H";

    /** Reads the one-string grammar of the tools; INVALID_ARGUMENT names the forms. {@code clock} gives the now of durations. */
    static AsOf parse(String text, Clock clock) {
        String trimmed = text.strip();
        if (DIGITS.matcher(trimmed).matches()) {
            return snapshotId(trimmed);
        }
        if (trimmed.startsWith("branch:") && trimmed.length() > 7) {
            return new Branch(trimmed.substring(7));
        }
        if (trimmed.startsWith("tag:") && trimmed.length() > 4) {
            return new Tag(trimmed.substring(4));
        }
        try {
            return trimmed.startsWith("-P") ? new Moment(back(trimmed.substring(1), clock), false) : moment(trimmed);
        } catch (DateTimeException | ArithmeticException e) {
            throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "as_of '" + text + "' cannot be read", e)
                    .hint("Give " + GRAMMAR);
        }
    }

    private static AsOf snapshotId(String digits) {
        try {
            return new SnapshotId(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw LakeException.of(
                            ErrorCode.INVALID_ARGUMENT, "as_of '" + digits + "' is larger than any snapshot id", e)
                    .hint("Copy the id from list_snapshots as a string");
        }
    }

    private static Instant back(String iso, Clock clock) {
        int time = iso.indexOf('T');
        Period days = time == 1 ? Period.ZERO : Period.parse(time < 0 ? iso : iso.substring(0, time));
        Duration rest = time < 0 ? Duration.ZERO : Duration.parse("P" + iso.substring(time));
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC))
                .minus(days)
                .minus(rest)
                .toInstant();
    }

    private static AsOf moment(String text) {
        String iso = text.replace(' ', 'T');
        if (!iso.contains("T")) {
            return new Moment(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC), true);
        }
        boolean zoned =
                iso.endsWith("Z") || iso.endsWith("z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        return zoned
                ? new Moment(OffsetDateTime.parse(iso).toInstant(), false)
                : new Moment(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC), true);
    }
}
