package io.mcpbuffet.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.expressions.Projections;

/**
 * Plans by what is known of the files of a table, with Iceberg's own evaluators: of its newest snapshot, which its partition specs are bound
 * to, and without deletes.
 */
record FilteredFiles(Table table, KnownFiles known, Executor executor) {

    /** Whether this can plan a snapshot; nothing is gained where every file is kept. */
    boolean fits(Snapshot snapshot, Expression filter) {
        Snapshot newest = table.currentSnapshot();
        return !PlanningTable.isRemote(table)
                && filter.op() != Expression.Operation.TRUE
                && newest != null
                && newest.snapshotId() == snapshot.snapshotId()
                && snapshot.deleteManifests(table.io()).isEmpty()
                && snapshot.dataManifests(table.io()).stream().allMatch(manifest -> manifest.keyMetadata() == null);
    }

    /** Those that may hold rows that the filter is true of. */
    List<FileScanTask> plan(Snapshot snapshot, Expression filter) {
        List<CompletableFuture<List<FileScanTask>>> parts = new ArrayList<>();
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            PartitionSpec spec = table.specs().get(manifest.partitionSpecId());
            boolean live = manifest.hasAddedFiles() || manifest.hasExistingFiles();
            if (live && ManifestEvaluator.forRowFilter(filter, spec, true).eval(manifest)) {
                parts.add(CompletableFuture.supplyAsync(() -> files(manifest, spec, filter), executor));
            }
        }
        List<FileScanTask> all = new ArrayList<>();
        try {
            parts.forEach(part -> all.addAll(part.join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        return all;
    }

    private List<FileScanTask> files(ManifestFile manifest, PartitionSpec spec, Expression filter) {
        Evaluator partition = new Evaluator(
                spec.partitionType(), Projections.inclusive(spec, true).project(filter), true);
        InclusiveMetricsEvaluator bounds = new InclusiveMetricsEvaluator(spec.schema(), filter, true);
        List<FileScanTask> files = new ArrayList<>();
        for (DataFile file : known.of(manifest, table)) {
            if (partition.eval(file.partition()) && bounds.eval(file)) {
                files.add(new Whole(file, spec, table.schema()));
            }
        }
        return files;
    }

    /** A file without deletes. */
    private record Whole(DataFile file, PartitionSpec spec, Schema schema) implements FileScanTask {
        @Override
        public List<DeleteFile> deletes() {
            return List.of();
        }

        @Override
        public long start() {
            return 0;
        }

        @Override
        public long length() {
            return file.fileSizeInBytes();
        }

        @Override
        public Expression residual() {
            return Expressions.alwaysTrue();
        }

        @Override
        public Iterable<FileScanTask> split(long size) {
            return List.of(this);
        }
    }
}
