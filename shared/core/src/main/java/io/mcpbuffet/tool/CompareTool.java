package io.mcpbuffet.tool;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Changes;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.tool.Findings.Finding;
import io.mcpbuffet.tool.Lines.SnapshotLine;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import io.mcpbuffet.tool.SchemaChanges.SchemaChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The tool that tells two moments of a table, or two tables, apart. */
record CompareTool(Lakehouse lakehouse, History history, RowChanges rowChanges) {
    private static final int SHOWN = 20;
    private static final int SNAPSHOTS_READ = 1000;
    private static final String METADATA = "metadata-location";

    record In(
            @Describe("Table, such as lake.sales.orders") String left,
            @Describe("Earlier moment, as in describe") Optional<String> leftAsOf,
            @Describe("Other table; the same one without it") Optional<String> right,
            @Describe("Later moment; now without it") Optional<String> rightAsOf,
            @Describe(value = "summary reads no data; rows reads both sides", byDefault = "summary")
                    CompareDetail detail,
            @Describe("With rows: columns that tell them apart, if not the primary key") List<String> key) {}

    record Side(
            String table,
            @Describe(open = true) Optional<SnapshotLine> snapshot,
            OptionalLong rowCount,
            OptionalLong sizeBytes) {
        static Side of(TableInfo info) {
            return new Side(
                    info.table().toString(), info.snapshot().map(SnapshotLine::of), info.rowCount(), info.sizeBytes());
        }

        String text() {
            return Untrusted.line(table)
                    + snapshot.map(s -> " at snapshot " + s.snapshotId() + " of " + s.committedAt())
                            .orElse("")
                    + (rowCount.isPresent() ? ", " + rowCount.getAsLong() + " rows" : "")
                    + (sizeBytes.isPresent() ? ", " + sizeBytes.getAsLong() + " bytes" : "");
        }
    }

    /** Files that only one side has; {@code partitions} are at most {@value #SHOWN} of {@code partition_count}. */
    record Files(
            long addedFiles,
            long removedFiles,
            long addedRows,
            long removedRows,
            long addedBytes,
            long removedBytes,
            long addedDeleteFiles,
            long removedDeleteFiles,
            int partitionCount,
            List<String> partitions) {
        static Files of(Changes.FileChanges c) {
            return new Files(
                    c.addedFiles(),
                    c.removedFiles(),
                    c.addedRows(),
                    c.removedRows(),
                    c.addedBytes(),
                    c.removedBytes(),
                    c.addedDeleteFiles(),
                    c.removedDeleteFiles(),
                    c.partitions().size(),
                    c.partitions().stream().limit(SHOWN).map(Untrusted::comment).toList());
        }

        String text() {
            return "Files: " + addedFiles + " added with " + addedRows + " rows, " + removedFiles + " removed with "
                    + removedRows + " rows; delete files: " + addedDeleteFiles + " added, " + removedDeleteFiles
                    + " removed; partitions touched: " + partitionCount
                    + (partitions.isEmpty() ? "" : " (" + Untrusted.line(String.join(", ", partitions)) + ")") + "\n";
        }
    }

    record Out(
            @Describe(open = true) Side left,
            @Describe(open = true) Side right,
            @Describe("Both names stand for one table") boolean sameTable,
            @Describe("Both catalogs have its latest metadata") Optional<Boolean> sameMetadata,
            @Describe(open = true) List<SchemaChange> schemaChanges,
            OptionalLong rowDelta,
            OptionalLong sizeDelta,
            @Describe(open = true) Optional<Files> files,
            @Describe(open = true) List<SnapshotLine> snapshotsBetween,
            OptionalLong snapshotCount,
            @Describe(open = true) List<Finding> findings,
            @Describe(open = true) Optional<RowChanges.Rows> rows,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        "compare",
                        "Compare",
                        "What differs between two moments of a table, or two tables: columns, rows, files, snapshots, findings; with detail rows also the rows."),
                In.class,
                Out.class,
                this::compare);
    }

    /** What is compared, with the moments as they were asked for. */
    private record Both(TableInfo left, AsOf leftAsOf, TableInfo right, AsOf rightAsOf) {
        boolean sameName() {
            return left.table().equals(right.table());
        }

        /** Whether two catalogs point at one state of a table; empty for what is no such pair, or where one does not tell. */
        Optional<Boolean> sameMetadata() {
            Optional<String> other = Optional.ofNullable(right.properties().get(METADATA))
                    .filter(location -> sameTable() && !sameName());
            return other.flatMap(location ->
                    Optional.ofNullable(left.properties().get(METADATA)).map(location::equals));
        }

        boolean sameTable() {
            String uuid = left.properties().getOrDefault("uuid", "");
            return sameName()
                    || (!uuid.isEmpty() && uuid.equals(right.properties().get("uuid")));
        }
    }

    private Answer compare(In in, CallContext call) {
        if (in.right().isEmpty() && in.leftAsOf().isEmpty() && in.rightAsOf().isEmpty()) {
            throw LakeException.invalid("There is only one side: neither right nor left_as_of is given")
                    .hint("Give left_as_of to compare with an earlier moment, or right to compare with another table");
        }
        if (!in.key().isEmpty() && in.detail() != CompareDetail.ROWS) {
            throw LakeException.invalid("A key is given, but no rows are to be compared")
                    .hint("Give detail rows, or leave key out");
        }
        Both both = new Both(
                info(in.left(), in.leftAsOf()),
                history.moment(in.leftAsOf()),
                info(in.right().orElse(in.left()), in.rightAsOf()),
                history.moment(in.rightAsOf()));
        List<String> warnings = new ArrayList<>(History.warnings(both.leftAsOf()));
        warnings.addAll(History.warnings(both.rightAsOf()));
        SchemaChanges schema =
                SchemaChanges.of(both.left().columns(), both.right().columns(), both.sameTable());
        Optional<List<Snapshot>> between = between(both, warnings);
        Optional<RowChanges.Rows> rows = rows(in, both, schema, warnings, call);
        Out out = new Out(
                Side.of(both.left()),
                Side.of(both.right()),
                both.sameTable(),
                both.sameMetadata(),
                schema.list(),
                delta(both.left().rowCount(), both.right().rowCount()),
                delta(both.left().sizeBytes(), both.right().sizeBytes()),
                files(both),
                between.orElse(List.of()).stream()
                        .limit(SHOWN)
                        .map(SnapshotLine::of)
                        .toList(),
                between.map(all -> OptionalLong.of(all.size())).orElse(OptionalLong.empty()),
                findings(both, schema, rows, warnings, call),
                rows,
                warnings.stream().map(Untrusted::message).toList());
        return new Answer(out, text(out));
    }

    private TableInfo info(String name, Optional<String> asOf) {
        TableRef table = lakehouse.resolve(name);
        AsOf moment = history.moment(asOf);
        history.require(table, moment);
        return lakehouse.with(table.catalog(), catalog -> catalog.table(table, moment));
    }

    private static OptionalLong delta(OptionalLong left, OptionalLong right) {
        return left.isPresent() && right.isPresent()
                ? OptionalLong.of(right.getAsLong() - left.getAsLong())
                : OptionalLong.empty();
    }

    private Optional<Files> files(Both both) {
        if (!both.sameName()) {
            return Optional.empty();
        }
        return lakehouse.with(
                both.left().table().catalog(),
                catalog -> catalog instanceof Changes changes
                                && both.left().snapshot().isPresent()
                        ? Optional.of(Files.of(
                                changes.changes(both.left().table(), pinned(both.left()), pinned(both.right()))))
                        : Optional.empty());
    }

    private static AsOf pinned(TableInfo info) {
        return info.snapshot().<AsOf>map(s -> new AsOf.SnapshotId(s.id())).orElse(AsOf.LATEST);
    }

    /** From the right side back to the left one, both ends apart from the left; empty where one does not descend from the other. */
    private Optional<List<Snapshot>> between(Both both, List<String> warnings) {
        if (!both.sameName()
                || both.left().snapshot().isEmpty()
                || both.right().snapshot().isEmpty()) {
            return Optional.empty();
        }
        Snapshot left = both.left().snapshot().get();
        Map<Long, Snapshot> known = new LinkedHashMap<>();
        history.snapshots(
                        both.left().table(),
                        s -> s.snapshots(both.left().table(), Snapshots.Filter.ALL, PageRequest.first(SNAPSHOTS_READ)))
                .items()
                .forEach(s -> known.put(s.id(), s));
        List<Snapshot> line = new ArrayList<>();
        Snapshot at = both.right().snapshot().get();
        while (at != null && at.id() != left.id()) {
            line.add(at);
            at = at.parentId().isPresent() ? known.get(at.parentId().getAsLong()) : null;
        }
        if (at == null) {
            warnings.add("The right snapshot does not descend from the left one as far as snapshots are kept");
            return Optional.empty();
        }
        return Optional.of(line);
    }

    private List<Finding> findings(
            Both both, SchemaChanges schema, Optional<RowChanges.Rows> rows, List<String> warnings, CallContext call) {
        List<Finding> findings = new ArrayList<>();
        Findings.freshness(both.left(), both.right()).ifPresent(findings::add);
        rows.flatMap(Findings::duplicates).ifPresent(findings::add);
        Optional<ColumnFigures.TableFigures> left = figures(both.left(), warnings);
        Optional<ColumnFigures.TableFigures> right = figures(both.right(), warnings);
        if (rows.isPresent() && (left.isEmpty() || right.isEmpty())) {
            CountedFigures counted = new CountedFigures(rowChanges, call);
            left = Optional.of(counted.of(
                    left(both),
                    schema.common().stream().map(SchemaChanges.Pair::left).toList()));
            right = Optional.of(counted.of(
                    right(both),
                    schema.common().stream().map(SchemaChanges.Pair::right).toList()));
        }
        if (left.isPresent() && right.isPresent()) {
            Map<String, String> names = new LinkedHashMap<>();
            schema.common()
                    .forEach(pair -> names.put(pair.right().name(), pair.left().name()));
            findings.addAll(Findings.of(left.get(), right.get(), names));
        }
        return findings;
    }

    /** Empty where nothing is kept; a table that cannot say is still compared otherwise. */
    private Optional<ColumnFigures.TableFigures> figures(TableInfo info, List<String> warnings) {
        try {
            return lakehouse.with(
                    info.table().catalog(),
                    catalog -> catalog instanceof ColumnFigures kept
                            ? Optional.of(kept.figures(info.table(), pinned(info), List.of()))
                            : Optional.empty());
        } catch (LakeException e) {
            if (e.code() != ErrorCode.UNSUPPORTED) {
                throw e;
            }
            warnings.add("No figures of columns: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<RowChanges.Rows> rows(
            In in, Both both, SchemaChanges schema, List<String> warnings, CallContext call) {
        if (in.detail() != CompareDetail.ROWS) {
            return Optional.empty();
        }
        if (schema.common().isEmpty()) {
            throw LakeException.invalid(
                            both.left().table() + " and " + both.right().table() + " have no column in common")
                    .hint("Compare their schemas with detail summary");
        }
        int all = both.left().columns().size() + both.right().columns().size();
        if (all > 2 * schema.common().size()) {
            warnings.add("Rows are compared over the columns that both sides have: "
                    + schema.common().stream().map(pair -> pair.right().name()).collect(Collectors.joining(", ")));
        }
        return Optional.of(rowChanges.compare(left(both), right(both), schema.common(), in.key(), call));
    }

    private RowChanges.Side left(Both both) {
        return keepsFiles(both)
                ? RowChanges.Side.of(
                        both.left(),
                        both.leftAsOf(),
                        both.right().snapshot().get().id())
                : RowChanges.Side.of(both.left(), both.leftAsOf());
    }

    private RowChanges.Side right(Both both) {
        return keepsFiles(both)
                ? RowChanges.Side.of(
                        both.right(),
                        both.rightAsOf(),
                        both.left().snapshot().get().id())
                : RowChanges.Side.of(both.right(), both.rightAsOf());
    }

    /** Two snapshots of one table that shows its files, of which only those that differ need to be read. */
    private boolean keepsFiles(Both both) {
        return both.sameName()
                && both.left().snapshot().isPresent()
                && both.right().snapshot().isPresent()
                && lakehouse.with(both.left().table().catalog(), catalog -> catalog instanceof Changes);
    }

    private static String text(Out out) {
        StringBuilder text = new StringBuilder("Left: ").append(out.left().text());
        text.append("\nRight: ").append(out.right().text()).append('\n');
        if (out.sameTable() && !out.left().table().equals(out.right().table())) {
            text.append("Both names stand for one table")
                    .append(out.sameMetadata()
                            .map(same -> same
                                    ? ", with the same metadata"
                                    : ", but one catalog is behind: their metadata differ")
                            .orElse(""))
                    .append('\n');
        }
        out.rowDelta().ifPresent(n -> text.append("Rows: ").append(signed(n)).append('\n'));
        out.sizeDelta().ifPresent(n -> text.append("Bytes: ").append(signed(n)).append('\n'));
        text.append(out.schemaChanges().isEmpty() ? "The columns are the same\n" : "Columns:\n");
        out.schemaChanges().forEach(c -> text.append(c.text()));
        out.files().ifPresent(f -> text.append(f.text()));
        out.snapshotCount().ifPresent(n -> text.append("Snapshots between, newest first: ")
                .append(n)
                .append('\n'));
        out.snapshotsBetween().forEach(s -> text.append("  ").append(s.text()).append('\n'));
        text.append(out.findings().isEmpty() ? "" : "Findings:\n");
        out.findings().forEach(f -> text.append(f.text()));
        out.rows().ifPresent(rows -> text.append(text(rows)));
        return text.append(Lines.warnings(out.warnings())).toString();
    }

    private static String text(RowChanges.Rows rows) {
        StringBuilder text = new StringBuilder("Rows: ")
                .append(rows.added())
                .append(" added, ")
                .append(rows.removed())
                .append(" removed");
        rows.changed().ifPresent(n -> text.append(", ").append(n).append(" changed"));
        rows.duplicateKeys().ifPresent(n -> text.append("; ").append(n).append(" rows repeat a key"));
        text.append(
                rows.key().isEmpty()
                        ? "; no primary key, so a changed row counts as removed and added; key names columns to tell rows apart by\n"
                        : "; by key " + Untrusted.line(String.join(", ", rows.key())) + "\n");
        text.append(TextTable.of(
                rows.columns().stream()
                        .map(c -> new io.mcpbuffet.model.ResultColumn(c.name(), c.type()))
                        .toList(),
                rows.rows()));
        return text.append(rows.truncated() ? "More rows differ than are shown\n" : "")
                .toString();
    }

    private static String signed(long number) {
        return number > 0 ? "+" + number : Long.toString(number);
    }
}
