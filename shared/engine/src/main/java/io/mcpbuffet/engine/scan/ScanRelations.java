package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.engine.job.ScanRelation.ScanRecords;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanPlan.DataFile;
import io.mcpbuffet.spi.ScanPlan.DeleteFile;
import io.mcpbuffet.spi.ScanPlan.DeletionVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Turns the scan plans of one query into relations for the worker, on the host. Closing it deletes the temporary files it wrote. */
public final class ScanRelations implements AutoCloseable {
    private final ScanFiles written;
    private final Fetches fetches;

    private ScanRelations(ScanFiles written, Fetches fetches) {
        this.written = written;
        this.fetches = fetches;
    }

    /**
     * For one query; close it when the worker is done with the relations.
     *
     * @param temporaryBytes that files of other formats than Parquet may take on disk
     */
    public static ScanRelations open(Progress progress, long temporaryBytes) {
        return new ScanRelations(new ScanFiles(temporaryBytes), new Fetches(progress));
    }

    /** A file on the local disk; of length -1 where the worker is to make it. */
    private record Near(String path, long length) {}

    /**
     * Brings the files of a plan to the local disk. UNSUPPORTED naming the column or file and its type or format where the engine
     * cannot read it; UNAVAILABLE naming the location when a file is gone or has another length.
     *
     * @param metadata columns that the view has behind those of the plan
     */
    public ScanRelation of(String view, ScanPlan plan, List<RowMetadata> metadata) {
        List<Field> shown = new ArrayList<>(plan.schema());
        metadata.forEach(column -> shown.add(column.field()));
        List<ScanField> fields = SqlTypes.fields(shown);
        List<ScanField> hidden = SqlTypes.fields(plan.hidden());
        Map<Integer, Field> byId = byId(plan);
        Map<DeleteFile, Integer> deletes = new LinkedHashMap<>();
        plan.files().forEach(file -> file.deletes().forEach(delete -> deletes.putIfAbsent(delete, deletes.size())));
        List<ScanRecords> records = Collections.synchronizedList(new ArrayList<>());
        Map<DeleteFile, ScanDelete> made = new ConcurrentHashMap<>();
        List<Callable<Object>> calls = new ArrayList<>();
        plan.files().forEach(file -> calls.add(() -> file(file, plan.access(), deletes, byId, records)));
        calls.addAll(deletes(deletes.keySet(), plan.access(), records, made));
        List<Object> fetched = fetches.all(calls);
        int files = plan.files().size();
        return new ScanRelation(
                view,
                fields,
                hidden,
                plan.nameMapping().orElse(""),
                fetched.subList(0, files).stream().map(ScanFile.class::cast).toList(),
                deletes.keySet().stream().map(made::get).toList(),
                List.copyOf(records),
                deletes.isEmpty() ? "" : written.expecting(rows(plan)).toString());
    }

    private static long rows(ScanPlan plan) {
        return plan.files().stream()
                .filter(file -> !file.deletes().isEmpty())
                .mapToLong(DataFile::records)
                .sum();
    }

    private ScanFile file(
            DataFile file,
            FileAccess access,
            Map<DeleteFile, Integer> deletes,
            Map<Integer, Field> fields,
            List<ScanRecords> records) {
        Map<Integer, String> constants = new LinkedHashMap<>();
        file.partition().forEach((id, value) -> {
            Field field = fields.get(id);
            if (field != null) {
                constants.put(id, SqlLiterals.of(field.type(), value, field.name()));
            }
        });
        Near near = near(access, file.format(), file.location(), file.length(), records);
        return new ScanFile(
                near.path(),
                file.location(),
                "parquet",
                near.length(),
                file.records(),
                file.sequenceNumber(),
                file.specId(),
                constants,
                file.deletes().stream().map(deletes::get).toList(),
                file.firstRowId().orElse(-1));
    }

    /** Calls that make deletes near; the vectors that one file holds come together. */
    private List<Callable<Object>> deletes(
            Set<DeleteFile> deletes, FileAccess access, List<ScanRecords> records, Map<DeleteFile, ScanDelete> made) {
        List<Callable<Object>> calls = new ArrayList<>();
        Map<String, List<DeletionVector>> vectors = new LinkedHashMap<>();
        for (DeleteFile delete : deletes) {
            if (delete instanceof DeletionVector vector) {
                vectors.computeIfAbsent(vector.location(), any -> new ArrayList<>())
                        .add(vector);
            } else {
                calls.add(() -> made.put(delete, delete(delete, access, records)));
            }
        }
        vectors.values()
                .forEach(together -> calls.add(() -> {
                    made.putAll(vectors(together, access));
                    return null;
                }));
        return calls;
    }

    private Map<DeletionVector, ScanDelete> vectors(List<DeletionVector> vectors, FileAccess access) {
        List<long[]> positions = access.positions(vectors);
        Path file = written.positions(positions);
        long length = ScanFiles.length(file, vectors.get(0).location());
        Map<DeletionVector, ScanDelete> made = new LinkedHashMap<>();
        int first = 0;
        for (int i = 0; i < vectors.size(); i++) {
            int count = positions.get(i).length;
            DeletionVector vector = vectors.get(i);
            made.put(
                    vector,
                    new ScanDelete(
                            "vector",
                            file.toString(),
                            vector.location(),
                            length,
                            vector.sequenceNumber(),
                            List.of(),
                            first,
                            count));
            first += count;
        }
        return made;
    }

    private ScanDelete delete(DeleteFile delete, FileAccess access, List<ScanRecords> records) {
        boolean equality = delete instanceof ScanPlan.EqualityDeletes;
        ScanPlan.Format format = delete instanceof ScanPlan.EqualityDeletes e
                ? e.format()
                : ((ScanPlan.PositionDeletes) delete).format();
        Near near = near(access, format, delete.location(), delete.length(), records);
        return new ScanDelete(
                equality ? "equality" : "position",
                near.path(),
                delete.location(),
                near.length(),
                delete.sequenceNumber(),
                delete instanceof ScanPlan.EqualityDeletes e ? e.fieldIds() : List.of(),
                0,
                0);
    }

    private Near near(
            FileAccess access, ScanPlan.Format format, String location, long length, List<ScanRecords> records) {
        if (format == ScanPlan.Format.PARQUET) {
            Path local = fetches.path(access, location, length);
            return new Near(written.readable(local), ScanFiles.length(local, location));
        }
        try (FileRecords rows = access.records(location, format)) {
            ScanRecords made = RecordWriter.write(rows, written);
            records.add(made);
            return new Near(made.parquet(), -1);
        }
    }

    /** Fields by id through structs, where partitions may point. */
    private static Map<Integer, Field> byId(ScanPlan plan) {
        Map<Integer, Field> byId = new HashMap<>();
        plan.hidden().forEach(field -> add(field, byId));
        plan.schema().forEach(field -> add(field, byId));
        return byId;
    }

    private static void add(Field field, Map<Integer, Field> byId) {
        field.id().ifPresent(id -> byId.put(id, field));
        if (field.type() instanceof DataType.Struct struct) {
            struct.fields().forEach(child -> add(child, byId));
        }
    }

    @Override
    public void close() {
        fetches.close();
        written.close();
    }
}
