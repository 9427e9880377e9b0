package io.mcpbuffet.cache;

import io.mcpbuffet.cache.CacheDirectory.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;

/**
 * The bytes that copies take, kept under the limit by deleting those that were used least recently. What other processes add is
 * noticed after every sixteenth part of the limit. Safe for use by many threads.
 */
final class Space {
    private static final int PARTS = 16;

    private final CacheDirectory directory;
    private final Leases leases;
    private final long limit;
    private long taken = -1;
    private long addedSinceLook;
    private long reserved;

    Space(CacheDirectory directory, Leases leases, long limit) {
        this.directory = directory;
        this.leases = leases;
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    /** Makes room for a file that is about to be written. LIMIT_EXCEEDED when the files in use leave none. */
    synchronized void reserve(String location, long length) throws IOException {
        if (taken < 0 || addedSinceLook > limit / PARTS) {
            look();
        }
        if (taken + reserved + length > limit) {
            look();
            free(taken + reserved + length - limit, limit / PARTS);
        }
        if (taken + reserved + length > limit) {
            throw CacheErrors.tooSmall(location, length, taken + reserved, limit);
        }
        reserved += length;
    }

    /** The file is there now. */
    synchronized void keep(long length) {
        reserved -= length;
        taken += length;
        addedSinceLook += length;
    }

    /** The file did not come. */
    synchronized void giveBack(long length) {
        reserved -= length;
    }

    /** Deletes copies of that many bytes, however much room the limit leaves; false when nothing could be deleted. */
    synchronized boolean shrink(long bytes) throws IOException {
        look();
        return free(bytes, 0) > 0;
    }

    private void look() throws IOException {
        taken = directory.entries().stream().mapToLong(Entry::bytes).sum();
        addedSinceLook = 0;
    }

    /** At least {@code bytes} where possible; a little more, so that the next file need not look again. */
    private long free(long bytes, long more) throws IOException {
        List<Entry> oldestFirst = directory.entries().stream()
                .sorted(Comparator.comparing(Entry::used))
                .toList();
        long freed = 0;
        for (Entry entry : oldestFirst) {
            if (freed >= bytes + more) {
                break;
            }
            if (leases.unlessUsed(entry.key(), () -> Files.deleteIfExists(entry.path()))) {
                freed += entry.bytes();
            }
        }
        taken -= freed;
        return freed;
    }
}
