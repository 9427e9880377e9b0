package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.RowFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.StrictMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Counts of rows and bounds of columns from manifests, as far as they are no estimates. */
record TableBounds(Table table, Schema schema) {

    /** Empty where deletes, missing counts, bounds that may be cut, or files that a filter cuts through leave a doubt. */
    Optional<ExactValues> of(Snapshot snapshot, List<String> columns, RowFilter filter) {
        boolean deletes = snapshot.deleteManifests(table.io()).stream().anyMatch(TableBounds::live);
        if (deletes) {
            return Optional.empty();
        }
        return columns.isEmpty() && filter.equals(RowFilter.all())
                ? rows(snapshot).map(rows -> new ExactValues(rows, files(table, snapshot), Map.of()))
                : bounds(snapshot, columns, filter);
    }

    private static boolean live(ManifestFile manifest) {
        return manifest.hasAddedFiles() || manifest.hasExistingFiles();
    }

    /** Lists of manifests count the rows of each. */
    private Optional<Long> rows(Snapshot snapshot) {
        long sum = 0;
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            if (manifest.addedRowsCount() == null || manifest.existingRowsCount() == null) {
                return Optional.empty();
            }
            sum += manifest.addedRowsCount() + manifest.existingRowsCount();
        }
        return Optional.of(sum);
    }

    /** The live data files of a snapshot; 0 where nobody has counted them. */
    static long files(Table table, Snapshot snapshot) {
        long files = 0;
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            if (manifest.addedFilesCount() == null || manifest.existingFilesCount() == null) {
                return 0;
            }
            files += manifest.addedFilesCount() + manifest.existingFilesCount();
        }
        return files;
    }

    private Optional<ExactValues> bounds(Snapshot snapshot, List<String> columns, RowFilter filter) {
        Map<String, ColumnBounds> merged = new LinkedHashMap<>();
        for (String column : columns) {
            Types.NestedField field = schema.asStruct().field(column);
            if (field == null || !ColumnBounds.exist(field.type())) {
                return Optional.empty();
            }
            merged.put(column, new ColumnBounds(field));
        }
        TableScan scan = table.newScan().useSnapshot(snapshot.snapshotId()).includeColumnStats();
        Schema bound = PlanningTable.bound(table, scan, snapshot);
        IcebergFilters filters = new IcebergFilters(
                schema, bound, table.schemas().values(), table.specs().values());
        if (!filters.usable(filter).equals(filter)) {
            return Optional.empty();
        }
        long rows = 0;
        try (CloseableIterable<FileScanTask> tasks =
                scan.filter(filters.expression(filter)).planFiles()) {
            for (FileScanTask task : tasks) {
                boolean known = isWhole(task, bound) && merged.values().stream().allMatch(column -> column.add(task));
                if (!known) {
                    return Optional.empty();
                }
                rows += task.file().recordCount();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, ExactValues.Range> ranges = new LinkedHashMap<>();
        merged.forEach((name, column) -> column.range().ifPresent(range -> ranges.put(name, range)));
        return Optional.of(new ExactValues(rows, files(table, snapshot), ranges));
    }

    /** Whether what is filtered by is true for each row of a file: by its partition, or by its bounds. */
    private static boolean isWhole(FileScanTask task, Schema scanned) {
        return new StrictMetricsEvaluator(scanned, task.residual()).eval(task.file());
    }
}
