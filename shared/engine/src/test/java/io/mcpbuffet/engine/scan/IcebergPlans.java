package io.mcpbuffet.engine.scan;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Scan plans straight from Iceberg's own planning. */
final class IcebergPlans {
    private final Table table;
    private final Function<String, Path> files;
    private final Map<String, ScanPlan.DeleteFile> deletes = new HashMap<>();
    private final Map<ScanPlan.DeleteFile, DeleteFile> vectors = new HashMap<>();
    private final Map<Integer, Field> hidden = new HashMap<>();

    IcebergPlans(Table table, Function<String, Path> files) {
        this.table = table;
        this.files = files;
    }

    static Schema schema(Table table, long snapshot) {
        Integer id = table.snapshot(snapshot).schemaId();
        return id == null ? table.schema() : table.schemas().get(id);
    }

    ScanPlan plan(long snapshot) {
        Schema schema = schema(table, snapshot);
        List<ScanPlan.DataFile> data = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshot).includeColumnStats().planFiles()) {
            tasks.forEach(task -> data.add(file(task, schema)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ScanPlan(
                fields(schema.columns()),
                List.copyOf(hidden.values()),
                Optional.ofNullable(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING)),
                data,
                data.size(),
                RowFilter.all(),
                access());
    }

    private ScanPlan.DataFile file(FileScanTask task, Schema schema) {
        Map<Integer, Object> partition = new HashMap<>();
        List<PartitionField> parts = task.spec().fields();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).transform().isIdentity()) {
                partition.put(parts.get(i).sourceId(), task.partition().get(i, Object.class));
            }
        }
        Long firstRowId = task.file().firstRowId();
        return new ScanPlan.DataFile(
                task.file().location(),
                format(task.file().format().name()),
                task.file().fileSizeInBytes(),
                task.file().recordCount(),
                task.file().dataSequenceNumber() == null ? 0 : task.file().dataSequenceNumber(),
                task.spec().specId(),
                partition,
                task.deletes().stream().map(delete -> delete(delete, schema)).collect(Collectors.toList()),
                firstRowId == null ? OptionalLong.empty() : OptionalLong.of(firstRowId));
    }

    private ScanPlan.DeleteFile delete(DeleteFile file, Schema schema) {
        String key = file.location() + "@" + file.contentOffset();
        ScanPlan.DeleteFile known = deletes.get(key);
        if (known != null) {
            return known;
        }
        ScanPlan.DeleteFile made = made(file, schema);
        deletes.put(key, made);
        vectors.put(made, file);
        return made;
    }

    private ScanPlan.DeleteFile made(DeleteFile file, Schema schema) {
        long length = file.fileSizeInBytes();
        long sequence = file.dataSequenceNumber();
        if (file.content() == FileContent.EQUALITY_DELETES) {
            file.equalityFieldIds().stream()
                    .filter(id -> schema.findField(id) == null)
                    .forEach(id -> hidden.put(id, field(dropped(id))));
            return new ScanPlan.EqualityDeletes(
                    file.location(),
                    format(file.format().name()),
                    length,
                    file.recordCount(),
                    sequence,
                    file.equalityFieldIds());
        }
        if (file.contentOffset() != null) {
            return new ScanPlan.DeletionVector(
                    file.location(),
                    length,
                    sequence,
                    file.contentOffset(),
                    file.contentSizeInBytes(),
                    file.recordCount());
        }
        return new ScanPlan.PositionDeletes(
                file.location(), format(file.format().name()), length, sequence);
    }

    private Types.NestedField dropped(int id) {
        return table.schemas().values().stream()
                .map(schema -> schema.findField(id))
                .filter(field -> field != null)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static ScanPlan.Format format(String name) {
        return ScanPlan.Format.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private FileAccess access() {
        return new FileAccess() {
            @Override
            public LocalFile fetch(String location, long length) {
                Path path = files.apply(location);
                if (!Files.exists(path)) {
                    throw LakeException.unavailable("The file " + location + " is gone", null);
                }
                return LocalFile.existing(path);
            }

            @Override
            public long[] positions(ScanPlan.DeletionVector vector) {
                try {
                    byte[] puffin = Files.readAllBytes(files.apply(vector.location()));
                    byte[] blob = new byte[(int) vector.contentSize()];
                    System.arraycopy(puffin, (int) vector.contentOffset(), blob, 0, blob.length);
                    List<Long> positions = new ArrayList<>();
                    PositionDeleteIndex.deserialize(blob, vectors.get(vector)).forEach(positions::add);
                    return positions.stream().mapToLong(Long::longValue).toArray();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    static List<Field> fields(List<Types.NestedField> fields) {
        return fields.stream().map(IcebergPlans::field).toList();
    }

    private static Field field(Types.NestedField field) {
        return new Field(
                OptionalInt.of(field.fieldId()),
                field.name(),
                type(field.type()),
                field.isRequired(),
                Optional.empty(),
                Optional.ofNullable(field.initialDefault()));
    }

    private static DataType type(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> new DataType.Struct(fields(type.asStructType().fields()));
            case LIST -> new DataType.ListOf(field(type.asListType().fields().get(0)));
            case MAP ->
                new DataType.MapOf(
                        field(type.asMapType().fields().get(0)),
                        field(type.asMapType().fields().get(1)));
            case DECIMAL ->
                new DataType.Decimal(((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale());
            case FIXED -> new DataType.Fixed(((Types.FixedType) type).length());
            case INTEGER -> new DataType.Scalar(DataType.Kind.INT);
            case TIMESTAMP ->
                new DataType.Scalar(
                        ((Types.TimestampType) type).shouldAdjustToUTC()
                                ? DataType.Kind.TIMESTAMPTZ
                                : DataType.Kind.TIMESTAMP);
            case TIMESTAMP_NANO ->
                new DataType.Scalar(
                        ((Types.TimestampNanoType) type).shouldAdjustToUTC()
                                ? DataType.Kind.TIMESTAMPTZ_NS
                                : DataType.Kind.TIMESTAMP_NS);
            case UNKNOWN -> new DataType.Scalar(DataType.Kind.UNKNOWN_TYPE);
            default -> new DataType.Scalar(DataType.Kind.valueOf(type.typeId().name()));
        };
    }

    static int highestId(Schema schema) {
        return TypeUtil.indexById(schema.asStruct()).keySet().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}
