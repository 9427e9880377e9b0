package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ScanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PartitionUtil;

/** The files of one plan that are not Parquet, by location, each with what is to be read of it. */
final class RecordFiles {
    private static final Schema POSITIONS =
            new Schema(MetadataColumns.DELETE_FILE_PATH, MetadataColumns.DELETE_FILE_POS);

    private final TableRef ref;
    private final Table table;
    private final Schema schema;
    private final ScanRequest request;
    private final Map<String, RecordFile> files = new HashMap<>();

    RecordFiles(TableRef ref, Table table, Schema schema, ScanRequest request) {
        this.ref = ref;
        this.table = table;
        this.schema = schema;
        this.request = request;
    }

    Map<String, RecordFile> byLocation() {
        return Map.copyOf(files);
    }

    void add(FileScanTask task) {
        if (!isRecords(task.file().format())) {
            return;
        }
        Set<Integer> keys = new LinkedHashSet<>();
        task.deletes().stream()
                .filter(delete -> delete.content() == FileContent.EQUALITY_DELETES)
                .forEach(delete -> keys.addAll(delete.equalityFieldIds()));
        add(new RecordFile(
                task.file().location(),
                task.file().format(),
                task.file().fileSizeInBytes(),
                new Schema(columns(keys, task.file().firstRowId() != null)),
                PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant),
                mapping()));
    }

    void add(DeleteFile delete) {
        if (isRecords(delete.format()) && !files.containsKey(delete.location())) {
            boolean positions = delete.content() == FileContent.POSITION_DELETES;
            Set<Integer> keys = positions ? Set.of() : Set.copyOf(delete.equalityFieldIds());
            add(new RecordFile(
                    delete.location(),
                    delete.format(),
                    delete.fileSizeInBytes(),
                    positions ? POSITIONS : TypeUtil.select(new Schema(all(keys)), keys),
                    Map.of(),
                    mapping()));
        }
    }

    private void add(RecordFile file) {
        file.requireReader();
        files.put(file.location(), file);
    }

    private static boolean isRecords(FileFormat format) {
        return format == FileFormat.AVRO || format == FileFormat.ORC;
    }

    private Optional<NameMapping> mapping() {
        String text = table.properties().getOrDefault(TableProperties.DEFAULT_NAME_MAPPING, "");
        return text.startsWith("[") ? Optional.of(NameMappingParser.fromJson(text)) : Optional.empty();
    }

    /** What is asked for, what deletes compare, and the lineage of rows; one column at least. */
    private List<Types.NestedField> columns(Set<Integer> keys, boolean lineage) {
        List<Types.NestedField> columns = new ArrayList<>();
        for (Types.NestedField column : all(keys)) {
            boolean asked = request.columns()
                    .map(names -> names.contains(column.name()))
                    .orElse(true);
            boolean compared = TypeUtil.getProjectedIds(Types.StructType.of(column)).stream()
                    .anyMatch(keys::contains);
            if ((asked || compared) && readable(column)) {
                columns.add(column);
            }
        }
        if (columns.isEmpty() && !lineage) {
            columns.add(schema.columns().get(0));
        }
        if (lineage) {
            columns.add(MetadataColumns.ROW_ID);
            columns.add(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER);
        }
        return columns;
    }

    /** What no reader here gives values for fails in the engine where it is read, but for variants, which are of Parquet files. */
    private boolean readable(Types.NestedField column) {
        boolean variant = TypeUtil.find(new Schema(column), type -> type.typeId() == Type.TypeID.VARIANT) != null;
        if (variant) {
            throw LakeException.unsupported("The column " + column.name() + " of " + ref + " is of type "
                            + column.type() + ", which is read of Parquet files only, and the table has others")
                    .hint("Name the columns that are needed instead of this one or *");
        }
        return TypeUtil.find(new Schema(column), RecordFiles::isShape) == null;
    }

    private static boolean isShape(Type type) {
        return type.typeId() == Type.TypeID.GEOMETRY || type.typeId() == Type.TypeID.GEOGRAPHY;
    }

    /** The schema with the fields that deletes compare and that it has no longer. */
    private List<Types.NestedField> all(Set<Integer> keys) {
        List<Types.NestedField> all = new ArrayList<>(schema.columns());
        for (int key : keys) {
            if (schema.findField(key) == null) {
                Types.NestedField dropped = dropped(key);
                if (schema.findField(dropped.fieldId()) != null) {
                    throw LakeException.unsupported("Equality deletes of " + ref + " compare field " + key
                            + ", which was dropped from inside of column " + dropped.name()
                            + ", and a data file is not Parquet");
                }
                all.add(dropped);
            }
        }
        return all;
    }

    private Types.NestedField dropped(int id) {
        Types.NestedField newest = null;
        for (Schema old : table.schemas().values()) {
            newest = old.findField(id) == null
                    ? newest
                    : TypeUtil.select(old, Set.of(id)).columns().get(0);
        }
        if (newest == null) {
            throw LakeException.unsupported(
                    "Equality deletes of " + ref + " compare field " + id + ", which is in no schema of the table");
        }
        return newest;
    }
}
