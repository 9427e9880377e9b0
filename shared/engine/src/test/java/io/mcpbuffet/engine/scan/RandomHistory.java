package io.mcpbuffet.engine.scan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** A table and what happens to it, all from one seed. */
final class RandomHistory {
    /** What a step may be. */
    static final List<String> STEPS = List.of(
            "append",
            "schema",
            "spec",
            "position deletes",
            "deletion vector",
            "equality deletes",
            "overwrite",
            "delete",
            "rewrite",
            "rollback",
            "manifests",
            "upgrade");

    private final Random random;
    private final RandomSchemas schemas;
    private final RandomValues values;
    private final List<FileFormat> formats;
    private final Table table;
    private final TableWriter writer;
    private int version;

    RandomHistory(long seed, Path warehouse, List<FileFormat> formats) {
        this.random = new Random(seed);
        this.version = 1 + random.nextInt(3);
        this.schemas = new RandomSchemas(random, version);
        this.values = new RandomValues(random);
        this.formats = formats;
        Schema schema = schemas.schema();
        this.table = TableWriter.create(warehouse, schema, schemas.spec(schema), version);
        this.writer = new TableWriter(table);
    }

    Table table() {
        return table;
    }

    /** One change; gives its name. Nothing happens where it does not apply. */
    String step() {
        int kind = table.currentSnapshot() == null ? 0 : random.nextInt(26);
        try {
            return step(kind);
        } catch (ValidationException | IllegalArgumentException | IllegalStateException e) {
            return "refused: " + e.getMessage();
        } finally {
            table.refresh();
        }
    }

    private String step(int kind) {
        return switch (kind) {
            case 0, 1, 2, 3 -> append();
            case 4, 5, 6 -> changeSchema();
            case 7, 8 -> changeSpec();
            case 9, 10, 11, 12 -> deletePositions();
            case 13, 14, 15, 16, 17 -> deleteEqual();
            case 18, 19 -> overwrite();
            case 20 -> deleteFile();
            case 21 -> rewrite();
            case 22 -> rollback();
            case 23 -> rewriteManifests();
            default -> upgrade();
        };
    }

    private String changeSchema() {
        schemas.change(table).commit();
        return "schema";
    }

    private String changeSpec() {
        schemas.repartition(table).commit();
        return "spec";
    }

    private String rewriteManifests() {
        table.rewriteManifests().clusterBy(file -> "one").commit();
        return "manifests";
    }

    private String append() {
        var append = table.newAppend();
        for (int i = random.nextInt(2); i >= 0; i--) {
            rows().forEach(append::appendFile);
        }
        append.commit();
        return "append";
    }

    private List<DataFile> rows() {
        return writer.data(format(), values.rows(table.schema(), 1 + random.nextInt(12)));
    }

    private FileFormat format() {
        return formats.get(random.nextInt(formats.size()));
    }

    private List<FileScanTask> live() {
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            List<FileScanTask> live = new ArrayList<>();
            tasks.forEach(live::add);
            live.sort((a, b) -> a.file().location().compareTo(b.file().location()));
            return live;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String deletePositions() {
        List<FileScanTask> live = live();
        if (version < 2 || live.isEmpty()) {
            return "nothing";
        }
        FileScanTask task = live.get(random.nextInt(live.size()));
        RowDelta delta = table.newRowDelta();
        if (version >= 3) {
            DeleteWriteResult vector = writer.vector(task.file(), positions(task.file()), byPosition(task));
            vector.deleteFiles().forEach(delta::addDeletes);
            vector.rewrittenDeleteFiles().forEach(delta::removeDeletes);
        } else {
            Map<DataFile, List<Long>> positions = new LinkedHashMap<>();
            live.stream()
                    .map(FileScanTask::file)
                    .filter(file -> file.specId() == task.file().specId()
                            && file.partition().equals(task.file().partition()))
                    .filter(file -> file == task.file() || random.nextBoolean())
                    .forEach(file -> positions.put(file, positions(file)));
            delta.addDeletes(writer.positions(format(), positions));
        }
        delta.commit();
        return version >= 3 ? "deletion vector" : "position deletes";
    }

    private static List<DeleteFile> byPosition(FileScanTask task) {
        return task.deletes().stream()
                .filter(delete -> delete.content() == org.apache.iceberg.FileContent.POSITION_DELETES)
                .toList();
    }

    private List<Long> positions(DataFile file) {
        Set<Long> positions = new HashSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            positions.add((long) random.nextInt((int) file.recordCount()));
        }
        return List.copyOf(positions);
    }

    private String deleteEqual() {
        List<Types.NestedField> candidates = keys(table.schema().columns());
        if (version < 2 || candidates.isEmpty()) {
            return "nothing";
        }
        Set<Integer> ids = new HashSet<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            ids.add(candidates.get(random.nextInt(candidates.size())).fieldId());
        }
        Schema schema = TypeUtil.select(table.schema(), ids);
        List<Record> rows = values.rows(schema, 1 + random.nextInt(3));
        PartitionSpec spec = table.spec();
        StructLike partition = null;
        if (!spec.isUnpartitioned()) {
            List<FileScanTask> live = live();
            if (live.isEmpty()) {
                return "nothing";
            }
            DataFile near = live.get(random.nextInt(live.size())).file();
            spec = table.specs().get(near.specId());
            partition = spec.isUnpartitioned() ? null : near.partition();
        }
        int[] all = ids.stream().mapToInt(Integer::intValue).toArray();
        table.newRowDelta()
                .addDeletes(writer.equal(format(), schema, all, spec, partition, rows))
                .commit();
        return "equality deletes";
    }

    /** Scalars at the top and inside of structs. */
    private static List<Types.NestedField> keys(List<Types.NestedField> fields) {
        List<Types.NestedField> keys = new ArrayList<>();
        for (Types.NestedField field : fields) {
            if (field.type().isStructType()) {
                keys.addAll(keys(field.type().asStructType().fields()));
            } else if (field.type().isPrimitiveType() && field.type().typeId() != Type.TypeID.FIXED) {
                keys.add(field);
            }
        }
        return keys;
    }

    private String overwrite() {
        if (random.nextBoolean()) {
            var replace = table.newReplacePartitions();
            rows().forEach(replace::addFile);
            replace.commit();
            return "overwrite";
        }
        var overwrite = table.newOverwrite();
        live().stream().limit(2).forEach(task -> overwrite.deleteFile(task.file()));
        rows().forEach(overwrite::addFile);
        overwrite.commit();
        return "overwrite";
    }

    private String deleteFile() {
        List<FileScanTask> live = live();
        if (live.isEmpty() || random.nextInt(8) == 0) {
            table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
            return "delete";
        }
        table.newDelete()
                .deleteFile(live.get(random.nextInt(live.size())).file())
                .commit();
        return "delete";
    }

    /** Other rows in the place of a file, as old as it was. */
    private String rewrite() {
        List<FileScanTask> live = live();
        if (live.isEmpty()) {
            return "nothing";
        }
        DataFile old = live.get(random.nextInt(live.size())).file();
        var rewrite = table.newRewrite().deleteFile(old);
        rows().forEach(rewrite::addFile);
        if (old.dataSequenceNumber() != null && version > 1) {
            rewrite.dataSequenceNumber(old.dataSequenceNumber());
        }
        rewrite.commit();
        return "rewrite";
    }

    private String rollback() {
        List<HistoryEntry> history = table.history();
        table.manageSnapshots()
                .setCurrentSnapshot(history.get(random.nextInt(history.size())).snapshotId())
                .commit();
        return "rollback";
    }

    private String upgrade() {
        if (version < 3 && random.nextBoolean()) {
            int next = version + 1;
            table.updateProperties()
                    .set("format-version", Integer.toString(next))
                    .commit();
            version = next;
        }
        return "upgrade";
    }
}
