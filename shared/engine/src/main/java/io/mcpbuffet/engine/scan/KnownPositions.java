package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The positions that position delete files delete of data files, by the data file and what those files are, the least used going first
 * when it becomes too much. Thread-safe.
 */
final class KnownPositions {
    /** Positions that are kept in all, of eight bytes each, and at most of one reading. */
    static final int MOST = 4 << 20;

    private final Map<String, long[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private long positions;

    KnownPositions() {
        this(MOST);
    }

    KnownPositions(int most) {
        this.most = most;
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

    synchronized Optional<long[]> find(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized void keep(String key, long[] found) {
        long[] old = kept.put(key, found);
        positions += weight(found) - (old == null ? 0 : weight(old));
        var eldest = kept.values().iterator();
        while (positions > most && eldest.hasNext()) {
            positions -= weight(eldest.next());
            eldest.remove();
        }
    }

    /** The key of a file takes some room as well. */
    private static int weight(long[] found) {
        return found.length + 64;
    }
}
