package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** The snapshots of one table: listing them, and finding the one that a moment means. */
final class TableHistory {
    private final Table table;
    private final String name;

    TableHistory(Table table, Object name) {
        this.table = table;
        this.name = name.toString();
    }

    /** Newest first. */
    List<io.mcpbuffet.model.Snapshot> list(Snapshots.Filter filter) {
        Optional<Set<Long>> line = filter.ref().map(this::ancestors);
        List<Snapshot> all = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            Instant at = Instant.ofEpochMilli(snapshot.timestampMillis());
            boolean inLine = line.isEmpty() || line.get().contains(snapshot.snapshotId());
            boolean inTime = filter.since().map(since -> !at.isBefore(since)).orElse(true)
                    && filter.until().map(until -> !at.isAfter(until)).orElse(true);
            if (inLine && inTime) {
                all.add(snapshot);
            }
        }
        all.sort(Comparator.comparingLong(Snapshot::timestampMillis)
                .thenComparingLong(Snapshot::sequenceNumber)
                .reversed());
        return all.stream().map(this::model).toList();
    }

    private Set<Long> ancestors(String ref) {
        SnapshotRef found = table.refs().get(ref.replaceFirst("^(branch|tag):", ""));
        if (found == null) {
            throw unknown("branch or tag '" + ref + "'");
        }
        Set<Long> ids = new HashSet<>();
        SnapshotUtil.ancestorsOf(found.snapshotId(), table::snapshot)
                .forEach(snapshot -> ids.add(snapshot.snapshotId()));
        return ids;
    }

    /** Empty for the latest state of a table without snapshots. */
    Optional<Snapshot> resolve(AsOf asOf) {
        if (asOf instanceof AsOf.Latest) {
            return Optional.ofNullable(table.currentSnapshot());
        }
        if (asOf instanceof AsOf.SnapshotId id) {
            return Optional.of(byId(id.id()));
        }
        if (asOf instanceof AsOf.Change change) {
            return Optional.of(byId(change.id()));
        }
        if (asOf instanceof AsOf.Branch branch) {
            return Optional.of(byRef(branch.name(), true));
        }
        if (asOf instanceof AsOf.Tag tag) {
            return Optional.of(byRef(tag.name(), false));
        }
        return Optional.of(byTime(((AsOf.Moment) asOf).instant()));
    }

    private Snapshot byId(long id) {
        Snapshot snapshot = table.snapshot(id);
        if (snapshot != null) {
            return snapshot;
        }
        if (wasThere(id)) {
            throw expired("Snapshot " + id + " of " + name + " has expired");
        }
        throw unknown("snapshot " + id);
    }

    /** Expiring leaves an id only where a snapshot that is kept came after it, and sometimes in the log. */
    private boolean wasThere(long id) {
        for (Snapshot kept : table.snapshots()) {
            if (kept.parentId() != null && kept.parentId() == id) {
                return true;
            }
        }
        return table.history().stream().anyMatch(entry -> entry.snapshotId() == id);
    }

    private Snapshot byRef(String ref, boolean branch) {
        SnapshotRef found = table.refs().get(ref);
        if (found == null || found.isBranch() != branch) {
            throw unknown((branch ? "branch '" : "tag '") + ref + "'");
        }
        return table.snapshot(found.snapshotId());
    }

    private Snapshot byTime(Instant instant) {
        HistoryEntry current = null;
        for (HistoryEntry entry : table.history()) {
            if (entry.timestampMillis() <= instant.toEpochMilli()) {
                current = entry;
            }
        }
        if (current == null) {
            throw expired(name + " has no snapshot at or before " + instant);
        }
        Snapshot snapshot = table.snapshot(current.snapshotId());
        if (snapshot == null) {
            throw expired("The snapshot of " + name + " that was current at " + instant + " has expired");
        }
        return snapshot;
    }

    private LakeException expired(String message) {
        Optional<Snapshot> oldest = oldest();
        return LakeException.of(ErrorCode.SNAPSHOT_EXPIRED, message)
                .hint(oldest.map(snapshot -> "The oldest snapshot kept is " + snapshot.snapshotId() + " of "
                                + Instant.ofEpochMilli(snapshot.timestampMillis()))
                        .orElse("The table has no snapshots yet"));
    }

    private Optional<Snapshot> oldest() {
        Snapshot oldest = null;
        for (Snapshot snapshot : table.snapshots()) {
            oldest = oldest == null || snapshot.timestampMillis() < oldest.timestampMillis() ? snapshot : oldest;
        }
        return Optional.ofNullable(oldest);
    }

    private LakeException unknown(String what) {
        List<String> refs = new ArrayList<>();
        new TreeMap<>(table.refs()).forEach((ref, target) -> refs.add((target.isBranch() ? "branch:" : "tag:") + ref));
        String known = refs.isEmpty() ? "it has no snapshots yet" : "it has " + String.join(", ", refs);
        return LakeException.notFound(name + " has no " + what + "; " + known)
                .hint("list_snapshots names the snapshots");
    }

    /** The schema that reads of a moment use: a branch has the table's own, everything else that of its snapshot. */
    Schema schema(AsOf asOf, Optional<Snapshot> snapshot) {
        boolean current = asOf instanceof AsOf.Latest
                || asOf instanceof AsOf.Branch
                || (asOf instanceof AsOf.Change change && change.current());
        if (snapshot.isEmpty() || current) {
            return table.schema();
        }
        Integer id = snapshot.get().schemaId();
        Schema schema = id == null ? null : table.schemas().get(id);
        return schema == null ? table.schema() : schema;
    }

    io.mcpbuffet.model.Snapshot model(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary() == null ? Map.of() : snapshot.summary();
        return new io.mcpbuffet.model.Snapshot(
                snapshot.snapshotId(),
                snapshot.parentId() == null ? OptionalLong.empty() : OptionalLong.of(snapshot.parentId()),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                snapshot.operation() == null ? "unknown" : snapshot.operation(),
                count(summary, "added-records"),
                deletedRows(summary),
                totalRows(summary),
                count(summary, "added-data-files"),
                snapshot.schemaId() == null ? OptionalInt.empty() : OptionalInt.of(snapshot.schemaId()),
                refs(snapshot.snapshotId()));
    }

    private List<String> refs(long id) {
        List<String> refs = new ArrayList<>();
        new TreeMap<>(table.refs()).forEach((ref, target) -> {
            if (target.snapshotId() == id) {
                refs.add((target.isBranch() ? "branch:" : "tag:") + ref);
            }
        });
        return refs;
    }

    /**
     * The rows that a snapshot has: Iceberg's own total counts those of the data files, deleted ones too. Absent with equality deletes,
     * where only counting tells.
     */
    static OptionalLong totalRows(Map<String, String> summary) {
        OptionalLong inFiles = count(summary, "total-records");
        if (inFiles.isEmpty() || count(summary, "total-equality-deletes").orElse(0) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                inFiles.getAsLong() - count(summary, "total-position-deletes").orElse(0));
    }

    /** Rows of files that went and rows deleted by position, which a rewrite of their files takes back. */
    private static OptionalLong deletedRows(Map<String, String> summary) {
        OptionalLong inFiles = count(summary, "deleted-records");
        OptionalLong added = count(summary, "added-position-deletes");
        OptionalLong removed = count(summary, "removed-position-deletes");
        boolean recorded = inFiles.isPresent() || added.isPresent() || removed.isPresent();
        if (!recorded || count(summary, "added-equality-deletes").orElse(0) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, inFiles.orElse(0) + added.orElse(0) - removed.orElse(0)));
    }

    /** A figure of a snapshot's summary; absent where the writer left it out or wrote no number. */
    static OptionalLong count(Map<String, String> summary, String key) {
        String text = summary.getOrDefault(key, "");
        try {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
