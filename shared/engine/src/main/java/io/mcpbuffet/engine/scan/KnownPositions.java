package io.mcpbuffet.engine.scan;

import io.mcpbuffet.cache.Recent;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The positions that position delete files delete of data files, by the data file and what those files are, the least used going first
 * when it becomes too much. Thread-safe.
 */
final class KnownPositions {
    /** Positions that are kept in all, of eight bytes each, and at most of one reading. */
    static final int MOST = 4 << 20;

    private final Recent<String, long[]> kept;

    KnownPositions() {
        this(MOST);
    }

    KnownPositions(int most) {
        kept = new Recent<>(most, KnownPositions::weight);
    }

    /** Another one for files that were written again under the same names. */
    static String key(ScanFile file, List<ScanDelete> deletes) {
        StringBuilder key = new StringBuilder(file.location());
        for (ScanDelete delete : deletes) {
            try {
                BasicFileAttributes found = Files.readAttributes(Path.of(delete.path()), BasicFileAttributes.class);
                key.append('\0').append(delete.path());
                key.append('\0').append(found.size()).append(' ').append(found.fileKey());
                key.append(' ').append(found.lastModifiedTime().toInstant());
            } catch (IOException e) {
                throw LakeException.unavailable("The file " + delete.location() + " is gone", e);
            }
        }
        return key.toString();
    }

    Optional<long[]> find(String key) {
        return kept.find(key);
    }

    void keep(String key, long[] found) {
        kept.keep(key, found);
    }

    /** The key of a file takes some room as well. */
    private static int weight(long[] found) {
        return found.length + 64;
    }
}
