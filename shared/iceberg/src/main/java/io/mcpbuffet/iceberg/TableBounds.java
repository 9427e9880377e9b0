package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Counts of rows and bounds of columns from manifests. Only of types whose bounds are values themselves: those of texts may be cut,
 * those of floating numbers leave NaN out.
 */
record TableBounds(Table table, Schema schema) {

    /** Empty where deletes or missing counts leave a doubt. */
    Optional<ExactValues> of(Snapshot snapshot, List<String> columns) {
        boolean deletes = snapshot.deleteManifests(table.io()).stream().anyMatch(TableBounds::live);
        if (deletes) {
            return Optional.empty();
        }
        return columns.isEmpty()
                ? rows(snapshot).map(rows -> new ExactValues(rows, Map.of()))
                : bounds(snapshot, columns);
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

    private Optional<ExactValues> bounds(Snapshot snapshot, List<String> columns) {
        Map<String, Merged> merged = new LinkedHashMap<>();
        for (String column : columns) {
            Types.NestedField field = schema.asStruct().field(column);
            if (field == null || !whole(field.type())) {
                return Optional.empty();
            }
            merged.put(column, new Merged(field));
        }
        long rows = 0;
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(snapshot.snapshotId())
                .includeColumnStats()
                .ignoreResiduals()
                .planFiles()) {
            for (FileScanTask task : tasks) {
                rows += task.file().recordCount();
                if (!merged.values().stream().allMatch(column -> column.add(task.file()))) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, ExactValues.Range> ranges = new LinkedHashMap<>();
        merged.forEach((name, column) -> column.range().ifPresent(range -> ranges.put(name, range)));
        return Optional.of(new ExactValues(rows, ranges));
    }

    private static boolean whole(Type type) {
        return switch (type.typeId()) {
            case INTEGER, LONG, DATE, TIMESTAMP, DECIMAL -> true;
            default -> false;
        };
    }

    /** Bounds of one column over files. */
    private static final class Merged {
        private final Types.NestedField field;
        private final Comparator<Object> order;
        private Object least;
        private Object greatest;

        Merged(Types.NestedField field) {
            this.field = field;
            this.order = Comparators.forType(field.type().asPrimitiveType());
        }

        /** False where the file does not tell. */
        boolean add(DataFile file) {
            int id = field.fieldId();
            Long nulls = of(file.nullValueCounts(), id);
            if (file.recordCount() == 0 || Objects.equals(nulls, file.recordCount())) {
                return true;
            }
            ByteBuffer lower = of(file.lowerBounds(), id);
            ByteBuffer upper = of(file.upperBounds(), id);
            if (lower == null || upper == null || !fits(lower) || !fits(upper)) {
                return false;
            }
            Object low = Conversions.fromByteBuffer(field.type(), lower);
            Object high = Conversions.fromByteBuffer(field.type(), upper);
            least = least == null || order.compare(low, least) < 0 ? low : least;
            greatest = greatest == null || order.compare(high, greatest) > 0 ? high : greatest;
            return true;
        }

        private static <T> T of(Map<Integer, T> values, int id) {
            return values == null ? null : values.get(id);
        }

        /** Bounds that were written as another type have another length. */
        private boolean fits(ByteBuffer bound) {
            return switch (field.type().typeId()) {
                case INTEGER, DATE -> bound.remaining() == Integer.BYTES;
                case LONG -> bound.remaining() == Long.BYTES || bound.remaining() == Integer.BYTES;
                case TIMESTAMP -> bound.remaining() == Long.BYTES;
                default -> true;
            };
        }

        Optional<ExactValues.Range> range() {
            return least == null
                    ? Optional.empty()
                    : Optional.of(new ExactValues.Range(literal(least), literal(greatest)));
        }

        private Literal literal(Object bound) {
            Object value = IcebergValues.java(field.type(), bound);
            Object plain = value instanceof Integer number ? (Object) number.longValue() : value;
            return new Literal(IcebergTypes.field(field).type(), plain);
        }
    }
}
