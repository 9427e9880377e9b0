package io.mcpbuffet.iceberg;

import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** What the files of a snapshot say of one field, added up file by file. */
final class FieldFigures {
    private static final String SOURCE = "manifests";
    private static final int USUAL_CUT = 16;

    private final Types.NestedField field;
    private final int cut;
    private long nulls;
    private long nans;
    private long bytes;
    private Object min;
    private Object max;
    private boolean nullsKnown = true;
    private boolean nansKnown = true;
    private boolean boundsKnown = true;
    private boolean bytesKnown;

    FieldFigures(Types.NestedField field, Table table) {
        this.field = field;
        this.cut = cut(table, field.fieldId());
        if (!field.type().isPrimitiveType()) {
            nullsKnown = false;
            nansKnown = false;
            boundsKnown = false;
        }
    }

    /** How many characters or bytes of a bound writers keep at least. */
    private static int cut(Table table, int field) {
        boolean known = table.schema().findField(field) != null;
        MetricsModes.MetricsMode mode =
                known ? MetricsConfig.forTable(table).columnMode(field) : MetricsModes.Truncate.withLength(USUAL_CUT);
        return mode instanceof MetricsModes.Truncate truncate ? Math.min(truncate.length(), USUAL_CUT) : USUAL_CUT;
    }

    int id() {
        return field.fieldId();
    }

    void add(DataFile file, WrittenSchemas written) {
        if (!field.type().isPrimitiveType()) {
            return;
        }
        if (written.lacks(file, id())) {
            addDefault(file.recordCount());
            return;
        }
        Long values = get(file.valueCounts());
        Long none = get(file.nullValueCounts());
        nullsKnown &= none != null;
        nulls += none == null ? 0 : none;
        boolean allNull = none != null && none.equals(values);
        addNans(file, allNull);
        Long size = get(file.columnSizes());
        bytesKnown |= size != null;
        bytes += size == null ? 0 : size;
        if (!allNull && !isAllNan(file, values, none)) {
            bound(get(file.lowerBounds()), get(file.upperBounds()));
        }
    }

    private void addNans(DataFile file, boolean allNull) {
        Long some = get(file.nanValueCounts());
        nansKnown &= !isFloating() || some != null || allNull;
        nans += some == null ? 0 : some;
    }

    /** A file without a number to compare has no bounds. */
    private boolean isAllNan(DataFile file, Long values, Long none) {
        Long some = get(file.nanValueCounts());
        return some != null && none != null && values != null && some + none >= values;
    }

    private void addDefault(long rows) {
        Object value = field.initialDefault();
        if (value == null) {
            nulls += rows;
            return;
        }
        widen(value);
    }

    private void bound(ByteBuffer lower, ByteBuffer upper) {
        if (lower == null || upper == null || isPromotedDate(lower) || isPromotedDate(upper)) {
            boundsKnown = false;
            return;
        }
        widen(Conversions.fromByteBuffer(field.type(), lower));
        widen(Conversions.fromByteBuffer(field.type(), upper));
    }

    /** Bounds of a column that was a date when they were written are days, not microseconds. */
    private boolean isPromotedDate(ByteBuffer bound) {
        Type.TypeID type = field.type().typeId();
        return (type == Type.TypeID.TIMESTAMP || type == Type.TypeID.TIMESTAMP_NANO) && bound.remaining() < Long.BYTES;
    }

    private void widen(Object value) {
        Comparator<Object> order = Comparators.forType(field.type().asPrimitiveType());
        min = min == null || order.compare(value, min) < 0 ? value : min;
        max = max == null || order.compare(value, max) > 0 ? value : max;
    }

    private <T> T get(Map<Integer, T> figures) {
        return figures == null ? null : figures.get(id());
    }

    private boolean isFloating() {
        return field.type().typeId() == Type.TypeID.FLOAT || field.type().typeId() == Type.TypeID.DOUBLE;
    }

    /**
     * What was added up.
     *
     * @param deleted rows of the files are deleted, so that figures of the files are bounds of figures of the table
     */
    OfColumn figures(String name, boolean deleted, Optional<Figure> distinct) {
        return new OfColumn(
                name,
                IcebergTypes.field(field).type().toString(),
                nullsKnown ? Optional.of(count(nulls, deleted)) : Optional.empty(),
                isFloating() && nansKnown ? Optional.of(count(nans, deleted)) : Optional.empty(),
                edge(min, deleted),
                edge(max, deleted),
                distinct,
                bytesKnown ? Optional.of(Figure.exact(bytes, SOURCE)) : Optional.empty());
    }

    private static Figure count(long value, boolean deleted) {
        return deleted && value > 0
                ? new Figure(value, false, "manifests; counts deleted rows too")
                : Figure.exact(value, SOURCE);
    }

    private Optional<Figure> edge(Object value, boolean deleted) {
        if (!boundsKnown || value == null) {
            return Optional.empty();
        }
        Object shown = Values.json(IcebergValues.java(field.type(), value));
        if (isCut(value)) {
            return Optional.of(new Figure(shown, false, "manifests; long values are cut there"));
        }
        return Optional.of(
                deleted ? new Figure(shown, false, "manifests; the row may be deleted") : Figure.exact(shown, SOURCE));
    }

    private boolean isCut(Object bound) {
        if (bound instanceof CharSequence text) {
            return Character.codePointCount(text, 0, text.length()) >= cut;
        }
        return bound instanceof ByteBuffer buffer && buffer.remaining() >= cut && isBinary();
    }

    private boolean isBinary() {
        return field.type().typeId() == Type.TypeID.BINARY || field.type().typeId() == Type.TypeID.FIXED;
    }
}
