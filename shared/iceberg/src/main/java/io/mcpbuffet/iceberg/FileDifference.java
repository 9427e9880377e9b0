package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.Changes.FileChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Compares the live files of two snapshots of a table. Manifests that both have are not read. */
final class FileDifference {
    private final Table table;

    FileDifference(Table table) {
        this.table = table;
    }

    private record Live(boolean data, long rows, long bytes, String partition) {}

    FileChanges between(Optional<Snapshot> from, Optional<Snapshot> to) {
        List<ManifestFile> before = manifests(from);
        List<ManifestFile> after = manifests(to);
        Map<String, Live> removed = live(before, paths(after));
        Map<String, Live> added = live(after, paths(before));
        Set<String> both = new TreeSet<>(removed.keySet());
        both.retainAll(added.keySet());
        removed.keySet().removeAll(both);
        added.keySet().removeAll(both);
        Set<String> partitions = new TreeSet<>();
        removed.values().forEach(file -> partitions.add(file.partition()));
        added.values().forEach(file -> partitions.add(file.partition()));
        partitions.remove("");
        return new FileChanges(
                count(added, true),
                count(removed, true),
                rows(added),
                rows(removed),
                bytes(added),
                bytes(removed),
                count(added, false),
                count(removed, false),
                List.copyOf(partitions));
    }

    private List<ManifestFile> manifests(Optional<Snapshot> snapshot) {
        return snapshot.map(s -> s.allManifests(table.io())).orElse(List.of());
    }

    private static Set<String> paths(List<ManifestFile> manifests) {
        return manifests.stream().map(ManifestFile::path).collect(Collectors.toSet());
    }

    private Map<String, Live> live(List<ManifestFile> manifests, Set<String> besides) {
        Map<String, Live> live = new LinkedHashMap<>();
        for (ManifestFile manifest : manifests) {
            if (!besides.contains(manifest.path())) {
                add(manifest, live);
            }
        }
        return live;
    }

    private void add(ManifestFile manifest, Map<String, Live> live) {
        try (CloseableIterable<? extends ContentFile<?>> files = manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
            files.forEach(file -> live.put(key(file), live(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One Puffin file holds the deletion vectors of many data files. */
    private static String key(ContentFile<?> file) {
        return file instanceof org.apache.iceberg.DeleteFile deletes && deletes.contentOffset() != null
                ? file.location() + "#" + deletes.contentOffset()
                : file.location();
    }

    private Live live(ContentFile<?> file) {
        PartitionSpec spec = table.specs().get(file.specId());
        String partition = spec.isUnpartitioned() ? "" : spec.partitionToPath(file.partition());
        return new Live(file.content() == FileContent.DATA, file.recordCount(), file.fileSizeInBytes(), partition);
    }

    private static long count(Map<String, Live> files, boolean data) {
        return files.values().stream().filter(file -> file.data() == data).count();
    }

    private static long rows(Map<String, Live> files) {
        return files.values().stream().filter(Live::data).mapToLong(Live::rows).sum();
    }

    private static long bytes(Map<String, Live> files) {
        return files.values().stream().filter(Live::data).mapToLong(Live::bytes).sum();
    }
}
