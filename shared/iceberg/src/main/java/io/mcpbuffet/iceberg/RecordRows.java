package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.FileRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's generic records as rows of our values. */
final class RecordRows implements FileRecords {
    private final RecordFile file;
    private final CloseableIterable<Record> records;
    private final Runnable release;
    private CloseableIterator<Record> rows;

    RecordRows(RecordFile file, CloseableIterable<Record> records, Runnable release) {
        this.file = file;
        this.records = records;
        this.release = release;
    }

    @Override
    public List<Field> fields() {
        return IcebergTypes.fields(file.schema());
    }

    @Override
    public Optional<List<Object>> next() {
        return reading(() -> {
            rows = rows == null ? records.iterator() : rows;
            return rows.hasNext() ? Optional.of(values(rows.next())) : Optional.empty();
        });
    }

    /** Readers fail with exceptions of many kinds on a file that is not whole. */
    private <T> T reading(Supplier<T> call) {
        try {
            return call.get();
        } catch (LakeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw LakeException.unavailable(
                            "The file '" + file.location() + "' cannot be read as " + file.format() + " to its end", e)
                    .hint("Check that the file is whole, or read an earlier snapshot");
        }
    }

    private List<Object> values(Record record) {
        List<Types.NestedField> fields = file.schema().columns();
        List<Object> values = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            values.add(value(fields.get(i).type(), record.get(i)));
        }
        return values;
    }

    private static Object value(Type type, Object value) {
        if (value == null || value instanceof Temporal) {
            return value;
        }
        return switch (type.typeId()) {
            case STRUCT -> struct(type.asStructType(), (StructLike) value);
            case LIST -> list(type.asListType(), (List<?>) value);
            case MAP -> map(type.asMapType(), (Map<?, ?>) value);
            default -> IcebergValues.java(type, value);
        };
    }

    private static Values.StructValue struct(Types.StructType type, StructLike value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Types.NestedField field = type.fields().get(i);
            fields.put("f" + field.fieldId(), value(field.type(), value.get(i, Object.class)));
        }
        return new Values.StructValue(fields);
    }

    private static List<Object> list(Types.ListType type, List<?> value) {
        List<Object> out = new ArrayList<>(value.size());
        value.forEach(element -> out.add(value(type.elementType(), element)));
        return out;
    }

    private static Map<Object, Object> map(Types.MapType type, Map<?, ?> value) {
        Map<Object, Object> out = new LinkedHashMap<>();
        value.forEach((k, v) -> out.put(value(type.keyType(), k), value(type.valueType(), v)));
        return out;
    }

    @Override
    public void close() {
        try {
            if (rows != null) {
                rows.close();
            }
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release.run();
        }
    }
}
