package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Plans the live files of a snapshot, each with exactly the deletes that apply to it. */
final class ScanPlanner {
    private static final ExecutorService MANIFESTS =
            Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
                Thread thread = new Thread(task, "iceberg-manifests");
                thread.setDaemon(true);
                return thread;
            });

    private final TableRef ref;
    private final Table table;
    private final Table planning;
    private final ManifestCache manifests;
    private final Schema schema;
    private final LocalFiles files;
    private final Map<String, ScanPlan.DeleteFile> deletes = new HashMap<>();
    private final Map<ScanPlan.DeletionVector, DeleteFile> vectors = new HashMap<>();
    private final Set<Integer> equalityIds = new TreeSet<>();

    /** {@code planning} is the table with its manifests at hand. */
    ScanPlanner(TableRef ref, Table table, Table planning, ManifestCache manifests, Schema schema, LocalFiles files) {
        this.manifests = manifests;
        this.ref = ref;
        this.table = table;
        this.planning = planning;
        this.schema = schema;
        this.files = files;
    }

    /** @param without whose files are left out where they are the same there, deletes included */
    ScanPlan plan(Optional<Snapshot> snapshot, Optional<Snapshot> without, ScanRequest request) {
        List<ScanPlan.DataFile> planned = new ArrayList<>();
        RecordFiles records = new RecordFiles(ref, table, schema, request);
        RowFilter pruned = RowFilter.all();
        long total = 0;
        if (snapshot.isPresent()) {
            TableScan scan = planning.newScan().useSnapshot(snapshot.get().snapshotId());
            IcebergFilters filters = new IcebergFilters(
                    schema,
                    PlanningTable.bound(planning, scan, snapshot.get()),
                    table.schemas().values(),
                    table.specs().values());
            pruned = filters.usable(request.filter());
            Set<Set<String>> known = without.map(this::files).orElse(Set.of());
            Expression expression = filters.expression(pruned);
            FilteredFiles filtered = new FilteredFiles(planning, manifests.files(), MANIFESTS);
            if (filtered.fits(snapshot.get(), expression)) {
                add(filtered.plan(snapshot.get(), expression), known, planned, records);
            } else {
                read(scan.filter(expression).ignoreResiduals(), known, planned, records);
            }
            // in an order that does not change from one planning to the next
            planned.sort(Comparator.comparingLong(ScanPlan.DataFile::sequenceNumber)
                    .thenComparing(ScanPlan.DataFile::location));
            total = pruned.equals(RowFilter.all()) ? planned.size() : total(snapshot.get());
        }
        return new ScanPlan(
                IcebergTypes.fields(schema),
                hidden(),
                Optional.ofNullable(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING)),
                enough(planned, request),
                Math.max(total, planned.size()),
                pruned,
                new TableFiles(ref, table.io(), files, vectors, records.byLocation()));
    }

    private void read(TableScan scan, Set<Set<String>> known, List<ScanPlan.DataFile> planned, RecordFiles records) {
        try (CloseableIterable<FileScanTask> tasks = scan.planWith(MANIFESTS).planFiles()) {
            add(tasks, known, planned, records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(
            Iterable<FileScanTask> tasks,
            Set<Set<String>> known,
            List<ScanPlan.DataFile> planned,
            RecordFiles records) {
        for (FileScanTask task : tasks) {
            if (!known.isEmpty() && known.contains(identity(task))) {
                continue;
            }
            planned.add(dataFile(task));
            records.add(task);
            task.deletes().forEach(records::add);
        }
    }

    /** The identities of the files of a snapshot. */
    private Set<Set<String>> files(Snapshot snapshot) {
        TableScan scan = planning.newScan().useSnapshot(snapshot.snapshotId()).ignoreResiduals();
        Set<Set<String>> all = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planWith(MANIFESTS).planFiles()) {
            tasks.forEach(task -> all.add(identity(task)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** What is the same for the same rows: a data file with the deletes that apply to it. */
    private static Set<String> identity(FileScanTask task) {
        Set<String> identity = new HashSet<>();
        identity.add(task.file().location());
        task.deletes().forEach(file -> identity.add(file.location() + "#" + file.contentOffset()));
        return identity;
    }

    /** The files of the snapshot; 0 where nobody has counted them. */
    private long total(Snapshot snapshot) {
        if (PlanningTable.isRemote(planning)) {
            return TableHistory.count(snapshot.summary(), "total-data-files").orElse(0);
        }
        return TableBounds.files(planning, snapshot);
    }

    /** As many files as surely hold the rows that are asked for: those with deletes count for nothing. */
    private static List<ScanPlan.DataFile> enough(List<ScanPlan.DataFile> planned, ScanRequest request) {
        if (request.limit().isEmpty() || !request.filter().equals(RowFilter.all())) {
            return planned;
        }
        long rows = 0;
        for (int i = 0; i < planned.size(); i++) {
            if (rows >= request.limit().getAsLong()) {
                return planned.subList(0, i);
            }
            rows += planned.get(i).deletes().isEmpty() ? planned.get(i).records() : 0;
        }
        return planned;
    }

    private ScanPlan.DataFile dataFile(FileScanTask task) {
        DataFile file = task.file();
        requirePlain(file);
        return new ScanPlan.DataFile(
                file.location(),
                format(file),
                file.fileSizeInBytes(),
                file.recordCount(),
                file.dataSequenceNumber() == null ? 0 : file.dataSequenceNumber(),
                file.specId(),
                constants(task),
                task.deletes().stream().map(this::deleteFile).toList(),
                file.firstRowId() == null ? OptionalLong.empty() : OptionalLong.of(file.firstRowId()));
    }

    private void requirePlain(ContentFile<?> file) {
        if (file.keyMetadata() != null) {
            throw LakeException.unsupported("The file '" + file.location() + "' of " + ref + " is encrypted")
                    .hint("Read this table with an engine that has its keys");
        }
    }

    private ScanPlan.Format format(ContentFile<?> file) {
        return switch (file.format()) {
            case PARQUET -> ScanPlan.Format.PARQUET;
            case AVRO -> ScanPlan.Format.AVRO;
            case ORC -> ScanPlan.Format.ORC;
            case PUFFIN, METADATA ->
                throw LakeException.unsupported(
                        "The file '" + file.location() + "' of " + ref + " is no data file, but " + file.format());
        };
    }

    /** Values of identity partitions, which files that were migrated from Hive do not hold. */
    private static Map<Integer, Object> constants(FileScanTask task) {
        Map<Integer, Object> constants = new LinkedHashMap<>();
        List<PartitionField> fields = task.spec().fields();
        List<Types.NestedField> types = task.spec().partitionType().fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).transform().isIdentity()) {
                Object value = task.file().partition().get(i, Object.class);
                constants.put(
                        fields.get(i).sourceId(),
                        IcebergValues.java(types.get(i).type(), value));
            }
        }
        return constants;
    }

    private ScanPlan.DeleteFile deleteFile(DeleteFile file) {
        requirePlain(file);
        return deletes.computeIfAbsent(file.location() + "#" + file.contentOffset(), key -> convert(file));
    }

    private ScanPlan.DeleteFile convert(DeleteFile file) {
        long sequence = file.dataSequenceNumber() == null ? 0 : file.dataSequenceNumber();
        if (file.format() == FileFormat.PUFFIN) {
            ScanPlan.DeletionVector vector = new ScanPlan.DeletionVector(
                    file.location(),
                    file.fileSizeInBytes(),
                    sequence,
                    file.contentOffset(),
                    file.contentSizeInBytes(),
                    file.recordCount());
            vectors.put(vector, file);
            return vector;
        }
        if (file.content() == FileContent.POSITION_DELETES) {
            return new ScanPlan.PositionDeletes(file.location(), format(file), file.fileSizeInBytes(), sequence);
        }
        equalityIds.addAll(file.equalityFieldIds());
        return new ScanPlan.EqualityDeletes(
                file.location(),
                format(file),
                file.fileSizeInBytes(),
                file.recordCount(),
                sequence,
                file.equalityFieldIds());
    }

    /** Fields that equality deletes compare and that this schema has no longer (or not yet). */
    private List<Field> hidden() {
        List<Field> out = new ArrayList<>();
        for (int id : equalityIds) {
            if (schema.findField(id) == null) {
                out.add(IcebergTypes.field(known(id)));
            }
        }
        return out;
    }

    private Types.NestedField known(int id) {
        Types.NestedField newest = null;
        for (Schema old : table.schemas().values()) {
            Types.NestedField field = old.findField(id);
            newest = field == null ? newest : field;
        }
        if (newest == null) {
            throw LakeException.unsupported(
                    "Equality deletes of " + ref + " compare field " + id + ", which is in no schema of the table");
        }
        return newest;
    }
}
