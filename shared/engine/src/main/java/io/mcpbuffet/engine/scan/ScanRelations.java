package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanPlan.DataFile;
import io.mcpbuffet.spi.ScanPlan.DeleteFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Turns the scan plans of one query into relations for the worker, on the host. Closing it deletes the temporary files it wrote. */
public final class ScanRelations implements AutoCloseable {
    private final ScanFiles written = new ScanFiles();
    private final Fetches fetches;

    private ScanRelations(Fetches fetches) {
        this.fetches = fetches;
    }

    /** For one query; close it when the worker is done with the relations. */
    public static ScanRelations open(Progress progress) {
        return new ScanRelations(new Fetches(progress));
    }

    /**
     * Brings the files of a plan to the local disk. UNSUPPORTED naming the column or file and its type or format where the engine
     * cannot read it; UNAVAILABLE naming the location when a file is gone or has another length.
     */
    public ScanRelation of(String view, ScanPlan plan) {
        List<ScanField> fields = SqlTypes.fields(plan.schema());
        List<ScanField> hidden = SqlTypes.fields(plan.hidden());
        Map<Integer, Field> byId = byId(plan);
        Map<DeleteFile, Integer> deletes = new LinkedHashMap<>();
        plan.files().forEach(file -> file.deletes().forEach(delete -> deletes.putIfAbsent(delete, deletes.size())));
        List<Callable<Object>> calls = new ArrayList<>();
        plan.files().forEach(file -> calls.add(() -> file(file, plan.access(), deletes, byId)));
        deletes.keySet().forEach(delete -> calls.add(() -> delete(delete, plan.access())));
        List<Object> fetched = fetches.all(calls);
        int files = plan.files().size();
        return new ScanRelation(
                view,
                fields,
                hidden,
                plan.nameMapping().orElse(""),
                fetched.subList(0, files).stream().map(ScanFile.class::cast).toList(),
                fetched.subList(files, fetched.size()).stream()
                        .map(ScanDelete.class::cast)
                        .toList());
    }

    private ScanFile file(
            DataFile file, FileAccess access, Map<DeleteFile, Integer> deletes, Map<Integer, Field> fields) {
        boolean rows = file.format() == ScanPlan.Format.JSON_ROWS;
        if (!rows) {
            parquet(file.format(), "data", file.location());
        }
        Map<Integer, String> constants = new LinkedHashMap<>();
        file.partition().forEach((id, value) -> {
            Field field = fields.get(id);
            if (field != null) {
                constants.put(id, SqlLiterals.of(field.type(), value, field.name()));
            }
        });
        Path local = fetches.path(access, file.location(), file.length());
        return new ScanFile(
                written.readable(local),
                file.location(),
                rows ? ScanFile.JSON_ROWS : ScanFile.PARQUET,
                ScanFiles.length(local, file.location()),
                file.records(),
                file.sequenceNumber(),
                file.specId(),
                constants,
                file.deletes().stream().map(deletes::get).toList(),
                file.firstRowId().orElse(-1));
    }

    private ScanDelete delete(DeleteFile delete, FileAccess access) {
        if (delete instanceof ScanPlan.DeletionVector vector) {
            long[] positions = access.positions(vector);
            return new ScanDelete(
                    "vector",
                    written.positions(positions).toString(),
                    vector.location(),
                    (long) positions.length * Long.BYTES,
                    vector.sequenceNumber(),
                    List.of());
        }
        boolean equality = delete instanceof ScanPlan.EqualityDeletes;
        parquet(
                delete instanceof ScanPlan.EqualityDeletes e
                        ? e.format()
                        : ((ScanPlan.PositionDeletes) delete).format(),
                "delete",
                delete.location());
        Path local = fetches.path(access, delete.location(), delete.length());
        return new ScanDelete(
                equality ? "equality" : "position",
                written.readable(local),
                delete.location(),
                ScanFiles.length(local, delete.location()),
                delete.sequenceNumber(),
                delete instanceof ScanPlan.EqualityDeletes e ? e.fieldIds() : List.of());
    }

    private static void parquet(ScanPlan.Format format, String content, String location) {
        if (format != ScanPlan.Format.PARQUET) {
            throw LakeException.unsupported("The " + content + " file " + location + " is of format " + format
                    + ", and the engine reads PARQUET only");
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
