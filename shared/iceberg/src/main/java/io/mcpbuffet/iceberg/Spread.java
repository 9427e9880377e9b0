package io.mcpbuffet.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** How the values of columns are spread over files. */
record Spread(Table table, Schema schema) {

    /** The bounds of a column in one file. */
    private record Range(Object low, Object high) {}

    /** Whether a table is partitioned by the column, or half of its files at least cannot hold a value in the middle. */
    boolean divides(Snapshot snapshot, String column) {
        Types.NestedField field = schema.asStruct().field(column);
        if (field == null || !field.type().isPrimitiveType()) {
            return false;
        }
        boolean partitioned = table.spec().fields().stream()
                .anyMatch(part ->
                        part.sourceId() == field.fieldId() && !part.transform().isVoid());
        return partitioned || isSorted(snapshot, field);
    }

    private boolean isSorted(Snapshot snapshot, Types.NestedField field) {
        TableScan scan = table.newScan().useSnapshot(snapshot.snapshotId());
        String name = scan.schema().findColumnName(field.fieldId());
        if (name == null) {
            return false;
        }
        List<Range> ranges = new ArrayList<>();
        long files = 0;
        try (CloseableIterable<FileScanTask> tasks =
                scan.includeColumnStats(List.of(name)).planFiles()) {
            for (FileScanTask task : tasks) {
                files++;
                range(task.file(), field).ifPresent(ranges::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !ranges.isEmpty() && 2 * (files - ranges.size() + around(ranges, field)) <= files;
    }

    private static Optional<Range> range(DataFile file, Types.NestedField field) {
        ByteBuffer low = of(file.lowerBounds(), field.fieldId());
        ByteBuffer high = of(file.upperBounds(), field.fieldId());
        return low == null || high == null
                ? Optional.empty()
                : Optional.of(new Range(
                        Conversions.fromByteBuffer(field.type(), low), Conversions.fromByteBuffer(field.type(), high)));
    }

    private static ByteBuffer of(Map<Integer, ByteBuffer> bounds, int id) {
        return bounds == null ? null : bounds.get(id);
    }

    /** How many of the ranges hold the least value of the one in the middle. */
    private static long around(List<Range> ranges, Types.NestedField field) {
        Comparator<Object> order = Comparators.forType(field.type().asPrimitiveType());
        ranges.sort((one, other) -> order.compare(one.low(), other.low()));
        Object middle = ranges.get(ranges.size() / 2).low();
        return ranges.stream()
                .filter(range -> order.compare(range.low(), middle) <= 0 && order.compare(range.high(), middle) >= 0)
                .count();
    }
}
