package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.Literal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The least and the greatest value of one column over files. By bounds only of types whose bounds are values themselves: those of texts
 * may be cut, those of floating numbers leave NaN out. By partitions, where a column has one value in each file, also of texts.
 */
final class ColumnBounds {
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private final Types.NestedField field;
    private final Comparator<Object> order;
    private Object least;
    private Object greatest;

    ColumnBounds(Types.NestedField field) {
        this.field = field;
        this.order = Comparators.forType(field.type().asPrimitiveType());
    }

    /** Whether there may be any for a column of a type. */
    static boolean exist(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN, INTEGER, LONG, DATE, TIME, TIMESTAMP, DECIMAL, STRING -> true;
            default -> false;
        };
    }

    /** False where the file does not tell. */
    boolean add(FileScanTask task) {
        DataFile file = task.file();
        int id = field.fieldId();
        if (file.recordCount() == 0) {
            return true;
        }
        Optional<Object> constant = constant(task);
        if (constant.isPresent()) {
            return merge(constant.get(), constant.get());
        }
        if (Objects.equals(of(file.nullValueCounts(), id), file.recordCount())) {
            return true;
        }
        ByteBuffer lower = of(file.lowerBounds(), id);
        ByteBuffer upper = of(file.upperBounds(), id);
        return lower != null
                && upper != null
                && fits(lower)
                && fits(upper)
                && merge(
                        Conversions.fromByteBuffer(field.type(), lower),
                        Conversions.fromByteBuffer(field.type(), upper));
    }

    /** The one value of the column in a file, where its partition has it and it is not NULL. */
    private Optional<Object> constant(FileScanTask task) {
        List<PartitionField> fields = task.spec().fields();
        for (int i = 0; i < fields.size(); i++) {
            boolean mine =
                    fields.get(i).transform().isIdentity() && fields.get(i).sourceId() == field.fieldId();
            boolean same =
                    mine && task.spec().partitionType().fields().get(i).type().equals(field.type());
            if (same) {
                return Optional.ofNullable(task.file().partition().get(i, Object.class));
            }
        }
        return Optional.empty();
    }

    private boolean merge(Object low, Object high) {
        if (order.compare(low, high) > 0 || !isPlain(low) || !isPlain(high)) {
            return false;
        }
        least = least == null || order.compare(low, least) < 0 ? low : least;
        greatest = greatest == null || order.compare(high, greatest) > 0 ? high : greatest;
        return true;
    }

    /** Times beyond some years are not the same everywhere. */
    private boolean isPlain(Object bound) {
        Object value = IcebergValues.java(field.type(), bound);
        if (value instanceof LocalDate date) {
            return isPlain(date.getYear());
        }
        if (value instanceof LocalDateTime time) {
            return isPlain(time.getYear());
        }
        return !(value instanceof OffsetDateTime time) || isPlain(time.getYear());
    }

    private static boolean isPlain(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static <T> T of(Map<Integer, T> values, int id) {
        return values == null ? null : values.get(id);
    }

    /** Bounds that were written as another type have another length. */
    private boolean fits(ByteBuffer bound) {
        return switch (field.type().typeId()) {
            case BOOLEAN -> bound.remaining() == 1;
            case INTEGER, DATE -> bound.remaining() == Integer.BYTES;
            case LONG -> bound.remaining() == Long.BYTES || bound.remaining() == Integer.BYTES;
            case TIME, TIMESTAMP -> bound.remaining() == Long.BYTES;
            case DECIMAL -> true;
            default -> false;
        };
    }

    Optional<ExactValues.Range> range() {
        return least == null ? Optional.empty() : Optional.of(new ExactValues.Range(literal(least), literal(greatest)));
    }

    private Literal literal(Object bound) {
        Object value = IcebergValues.java(field.type(), bound);
        Object plain = value instanceof Integer number ? (Object) number.longValue() : value;
        return new Literal(IcebergTypes.field(field).type(), plain);
    }
}
