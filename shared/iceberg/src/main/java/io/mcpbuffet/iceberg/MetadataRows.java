package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** The metadata of a table at one snapshot as rows. Reads manifests, never data. */
final class MetadataRows {
    private final Table table;
    private final Optional<Snapshot> snapshot;

    MetadataRows(Table table, Optional<Snapshot> snapshot) {
        this.table = table;
        this.snapshot = snapshot;
    }

    MetadataPage page(MetadataView view, PageRequest page) {
        return switch (view) {
            case SNAPSHOTS ->
                rows(
                        page,
                        snapshots(),
                        "snapshot_id",
                        "parent_id",
                        "committed_at",
                        "operation",
                        "manifest_list",
                        "schema_id",
                        "summary");
            case HISTORY -> rows(page, history(), "made_current_at", "snapshot_id", "is_current_ancestor");
            case REFS ->
                rows(
                        page,
                        refs(),
                        "name",
                        "type",
                        "snapshot_id",
                        "max_reference_age_ms",
                        "min_snapshots_to_keep",
                        "max_snapshot_age_ms");
            case MANIFESTS ->
                rows(
                        page,
                        manifests(),
                        "content",
                        "path",
                        "length",
                        "partition_spec_id",
                        "added_snapshot_id",
                        "added_files",
                        "existing_files",
                        "deleted_files",
                        "added_rows",
                        "existing_rows",
                        "deleted_rows");
            case FILES -> new FileRows(table, snapshot).files(page);
            case PARTITIONS -> new FileRows(table, snapshot).partitions(page);
            case PROPERTIES -> rows(page, properties(), "key", "value");
            case SCHEMAS -> rows(page, schemas(), "schema_id", "is_current", "columns");
            case GRANTS, POLICIES ->
                throw LakeException.unsupported("The catalog of " + table.name() + " tells of no " + view.word())
                        .hint("Catalogs of kind polaris do, where the server is an Apache Polaris");
        };
    }

    static MetadataPage rows(PageRequest page, List<List<Object>> rows, String... columns) {
        return new MetadataPage(columns(columns), wire(page.slice(rows)));
    }

    static List<ResultColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new ResultColumn(name, type(name)))
                .toList();
    }

    private static String type(String name) {
        if (name.endsWith("_at")) {
            return "timestamptz";
        }
        if (name.startsWith("is_")) {
            return "boolean";
        }
        boolean number = name.endsWith("_id")
                || name.endsWith("_ms")
                || name.endsWith("_files")
                || name.endsWith("_rows")
                || name.endsWith("_count")
                || name.endsWith("_bytes")
                || name.equals("length")
                || name.equals("sequence_number")
                || name.endsWith("_keep");
        return number ? "long" : "string";
    }

    static Page<List<Object>> wire(Page<List<Object>> page) {
        return new Page<>(page.items().stream().map(MetadataRows::wireRow).toList(), page.next());
    }

    private static List<Object> wireRow(List<Object> row) {
        return row.stream().map(Values::json).collect(Collectors.toCollection(ArrayList::new));
    }

    private List<List<Object>> snapshots() {
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .sorted(Comparator.comparingLong(Snapshot::timestampMillis).reversed())
                .map(s -> row(
                        id(s.snapshotId()),
                        id(s.parentId()),
                        Instant.ofEpochMilli(s.timestampMillis()),
                        s.operation(),
                        s.manifestListLocation(),
                        s.schemaId(),
                        summary(s.summary())))
                .toList();
    }

    /** Snapshot ids are strings everywhere, small ones too. */
    static String id(Long id) {
        return id == null ? null : Long.toString(id);
    }

    private static String summary(Map<String, String> summary) {
        return summary == null
                ? ""
                : new TreeMap<>(summary)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(", "));
    }

    private List<List<Object>> history() {
        Set<Long> ancestors = table.currentSnapshot() == null
                ? Set.of()
                : Set.copyOf(SnapshotUtil.ancestorIds(table.currentSnapshot(), table::snapshot));
        List<List<Object>> rows = new ArrayList<>();
        for (HistoryEntry entry : table.history()) {
            rows.add(row(
                    Instant.ofEpochMilli(entry.timestampMillis()),
                    id(entry.snapshotId()),
                    ancestors.contains(entry.snapshotId())));
        }
        return rows;
    }

    private List<List<Object>> refs() {
        List<List<Object>> rows = new ArrayList<>();
        for (Map.Entry<String, SnapshotRef> entry : new TreeMap<>(table.refs()).entrySet()) {
            SnapshotRef ref = entry.getValue();
            rows.add(row(
                    entry.getKey(),
                    ref.isBranch() ? "branch" : "tag",
                    id(ref.snapshotId()),
                    ref.maxRefAgeMs(),
                    ref.minSnapshotsToKeep(),
                    ref.maxSnapshotAgeMs()));
        }
        return rows;
    }

    private List<List<Object>> manifests() {
        List<ManifestFile> all = snapshot.map(s -> s.allManifests(table.io())).orElse(List.of());
        return all.stream()
                .map(m -> row(
                        m.content().name().toLowerCase(Locale.ROOT),
                        m.path(),
                        m.length(),
                        m.partitionSpecId(),
                        id(m.snapshotId()),
                        m.addedFilesCount(),
                        m.existingFilesCount(),
                        m.deletedFilesCount(),
                        m.addedRowsCount(),
                        m.existingRowsCount(),
                        m.deletedRowsCount()))
                .toList();
    }

    private List<List<Object>> properties() {
        return VisibleProperties.of(table.properties()).entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<List<Object>> schemas() {
        List<List<Object>> rows = new ArrayList<>();
        for (Schema schema : new TreeMap<>(table.schemas()).values()) {
            String columns = IcebergTypes.fields(schema).stream()
                    .map(f -> f.id().orElse(0) + ": " + f.name() + " " + f.type() + (f.required() ? " not null" : ""))
                    .collect(Collectors.joining(", "));
            rows.add(row(schema.schemaId(), schema.schemaId() == table.schema().schemaId(), columns));
        }
        return rows;
    }

    static List<Object> row(Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
