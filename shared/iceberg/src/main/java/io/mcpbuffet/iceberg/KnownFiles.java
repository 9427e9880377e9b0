package io.mcpbuffet.iceberg;

import io.mcpbuffet.cache.Recent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Table;

/**
 * The data files of manifests with their bounds, as objects: comparing bounds takes a small part of what decoding them does. The least used
 * go first when they become too much. Safe for use by many threads.
 */
final class KnownFiles {
    private static final long MAX_BYTES = 64L << 20;

    /** About what a file takes, and each of its figures. */
    private static final long FILE_BYTES = 500;

    private static final long FIGURE_BYTES = 120;

    private final Recent<Key, Kept> kept;

    /** What files inherit from the list that their manifest is in is part of it. */
    private record Key(String path, long sequenceNumber, Long firstRowId) {}

    private record Kept(List<DataFile> files, long bytes) {}

    KnownFiles() {
        this(MAX_BYTES);
    }

    KnownFiles(long maxBytes) {
        kept = new Recent<>(maxBytes, Kept::bytes);
    }

    /** The live files of a manifest. */
    List<DataFile> of(ManifestFile manifest, Table table) {
        return kept.get(new Key(manifest.path(), manifest.sequenceNumber(), manifest.firstRowId()), any -> {
                    List<DataFile> files = read(manifest, table);
                    return new Kept(
                            files, files.stream().mapToLong(KnownFiles::weight).sum());
                })
                .files();
    }

    private static List<DataFile> read(ManifestFile manifest, Table table) {
        List<DataFile> files = new ArrayList<>();
        try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
            reader.forEach(file -> files.add(file.copy()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(files);
    }

    private static long weight(DataFile file) {
        return FILE_BYTES
                + FIGURE_BYTES
                        * (size(file.columnSizes())
                                + size(file.valueCounts())
                                + size(file.nullValueCounts())
                                + size(file.nanValueCounts())
                                + size(file.lowerBounds())
                                + size(file.upperBounds()));
    }

    private static int size(Map<?, ?> figures) {
        return figures == null ? 0 : figures.size();
    }
}
