package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Adds up what manifests and statistics files keep of the columns of one snapshot. Reads no data file. */
final class ManifestFigures {
    private static final String SOURCE = "manifests";

    private final Table table;
    private final Optional<Snapshot> snapshot;
    private final Schema schema;
    private final Map<String, FieldFigures> fields = new LinkedHashMap<>();
    private final WrittenSchemas written;
    private long files;
    private long records;
    private final Map<String, Long> deletedPositions = new HashMap<>();
    private boolean positionFiles;
    private boolean equalityDeletes;

    ManifestFigures(Table table, Optional<Snapshot> snapshot, Schema schema) {
        this.table = table;
        this.snapshot = snapshot;
        this.schema = schema;
        this.written = new WrittenSchemas(table);
    }

    TableFigures of(List<String> columns, Optional<io.mcpbuffet.model.Snapshot> shown) {
        choose(columns);
        snapshot.ifPresent(this::addUp);
        boolean deleted = equalityDeletes || !deletedPositions.isEmpty();
        List<OfColumn> figures = new ArrayList<>();
        DistinctValues distinct = new DistinctValues(table, snapshot);
        fields.forEach((name, field) -> figures.add(field.figures(name, deleted, distinct.of(field.id()))));
        return new TableFigures(shown, Optional.of(rows()), OptionalLong.of(files), figures);
    }

    /** Deletion vectors name each row once; position delete files mostly do, and what equality deletes hit is not known. */
    private Figure rows() {
        long rows = records
                - deletedPositions.values().stream().mapToLong(Long::longValue).sum();
        if (equalityDeletes) {
            return new Figure(rows, false, "manifests; equality deletes may leave fewer rows");
        }
        return positionFiles
                ? new Figure(rows, false, "manifests; position deletes may name a row twice")
                : Figure.exact(rows, SOURCE);
    }

    private void choose(List<String> columns) {
        Map<String, Types.NestedField> leaves = new LinkedHashMap<>();
        collect("", schema.columns(), leaves);
        for (String column : columns) {
            List<String> fitting = leaves.keySet().stream()
                    .filter(leaf -> leaf.equals(column) || leaf.startsWith(column + "."))
                    .toList();
            if (fitting.isEmpty()) {
                throw LakeException.invalid("There is no column '" + column + "'")
                        .hint(Nearest.of(column, leaves.keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("describe shows the columns"));
            }
            fitting.forEach(leaf -> add(leaf, leaves.get(leaf)));
        }
        if (columns.isEmpty()) {
            leaves.forEach(this::add);
        }
    }

    private void add(String name, Types.NestedField field) {
        fields.putIfAbsent(name, new FieldFigures(field, table));
    }

    /** Fields of structs stand for their struct; lists and maps stand for themselves, since nothing is kept of them. */
    private static void collect(String prefix, List<Types.NestedField> columns, Map<String, Types.NestedField> leaves) {
        for (Types.NestedField column : columns) {
            if (column.type().isStructType()) {
                collect(
                        prefix + column.name() + ".",
                        column.type().asStructType().fields(),
                        leaves);
            } else {
                leaves.put(prefix + column.name(), column);
            }
        }
    }

    private void addUp(Snapshot at) {
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(at.snapshotId())
                .includeColumnStats()
                .planFiles()) {
            tasks.forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(FileScanTask task) {
        files++;
        records += task.file().recordCount();
        task.deletes().forEach(this::addDeletes);
        fields.values().forEach(field -> field.add(task.file(), written));
    }

    private void addDeletes(DeleteFile deletes) {
        if (deletes.content() == FileContent.EQUALITY_DELETES) {
            equalityDeletes = true;
            return;
        }
        positionFiles |= deletes.format() != FileFormat.PUFFIN;
        deletedPositions.put(deletes.location() + "#" + deletes.contentOffset(), deletes.recordCount());
    }
}
