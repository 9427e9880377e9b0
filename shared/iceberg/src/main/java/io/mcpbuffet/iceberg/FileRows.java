package io.mcpbuffet.iceberg;

import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The live files of a snapshot, data and deletes, and their partitions, as rows. */
final class FileRows {
    private final Table table;
    private final Optional<Snapshot> snapshot;

    FileRows(Table table, Optional<Snapshot> snapshot) {
        this.table = table;
        this.snapshot = snapshot;
    }

    MetadataPage files(PageRequest page) {
        List<List<Object>> rows = new ArrayList<>();
        forEach(file -> rows.add(MetadataRows.row(
                file.content().name().toLowerCase(Locale.ROOT),
                file.location(),
                file.format().name().toLowerCase(Locale.ROOT),
                partition(file),
                file.recordCount(),
                file.fileSizeInBytes(),
                file.specId(),
                file.dataSequenceNumber())));
        return MetadataRows.rows(
                page,
                rows,
                "content",
                "file_path",
                "file_format",
                "partition",
                "record_count",
                "size_bytes",
                "spec_id",
                "sequence_number");
    }

    MetadataPage partitions(PageRequest page) {
        Map<String, long[]> partitions = new LinkedHashMap<>();
        forEach(file -> {
            long[] sums = partitions.computeIfAbsent(file.specId() + "\u0000" + partition(file), key -> new long[5]);
            boolean data = file.content() == FileContent.DATA;
            sums[0] = file.specId();
            sums[data ? 1 : 4]++;
            sums[2] += data ? file.recordCount() : 0;
            sums[3] += data ? file.fileSizeInBytes() : 0;
        });
        List<List<Object>> rows = new ArrayList<>();
        partitions.forEach((key, sums) -> rows.add(MetadataRows.row(
                key.substring(key.indexOf('\u0000') + 1), sums[0], sums[1], sums[2], sums[3], sums[4])));
        return MetadataRows.rows(
                page,
                rows,
                "partition",
                "spec_id",
                "data_file_count",
                "record_count",
                "size_bytes",
                "delete_file_count");
    }

    /** {@code month=2026-03}; empty for an unpartitioned table. */
    private String partition(ContentFile<?> file) {
        PartitionSpec spec = table.specs().get(file.specId());
        return spec.isUnpartitioned() ? "" : spec.partitionToPath(file.partition());
    }

    private void forEach(Consumer<ContentFile<?>> action) {
        for (ManifestFile manifest :
                snapshot.map(s -> s.allManifests(table.io())).orElse(List.of())) {
            try (CloseableIterable<? extends ContentFile<?>> files = manifest.content() == ManifestContent.DATA
                    ? ManifestFiles.read(manifest, table.io(), table.specs())
                    : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                files.forEach(file -> action.accept((ContentFile<?>) file.copy(false)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
