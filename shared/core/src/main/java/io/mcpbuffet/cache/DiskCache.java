package io.mcpbuffet.cache;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.spi.FileCache;
import io.mcpbuffet.spi.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies in a directory that several processes may share. A copy appears under its name whole, by renaming; it is read-only, and stays
 * while somebody uses it. Safe for use by many threads.
 */
public final class DiskCache implements FileCache {
    private static final int STRIPES = 256;
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Path root;
    private final long limit;
    private final Lock[] downloads = new Lock[STRIPES];
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder fetched = new LongAdder();
    private Opened opened;

    /** What the first use makes. */
    private record Opened(CacheDirectory directory, Leases leases, Space space) {}

    private DiskCache(Path root, long limit) {
        this.root = root;
        this.limit = limit;
        for (int i = 0; i < STRIPES; i++) {
            downloads[i] = new ReentrantLock();
        }
    }

    /** Of at most so many bytes. Makes the directory on first use. */
    public static DiskCache in(Path directory, long limit) {
        return new DiskCache(directory, limit);
    }

    /** {@code $XDG_CACHE_HOME/mcp-buffet}, or {@code ~/.cache/mcp-buffet}. */
    public static Path directory(Environment environment) {
        return environment.cache();
    }

    /** Copies that were there when they were wanted. */
    public long hits() {
        return hits.sum();
    }

    /** Copies that had to be made first. */
    public long misses() {
        return misses.sum();
    }

    /** Bytes of the copies that had to be made first. */
    public long fetchedBytes() {
        return fetched.sum();
    }

    @Override
    public LocalFile copy(Owner owner, String location, long length, Source source) {
        Opened cache = opened();
        String key = CacheDirectory.key(owner, location, length);
        cache.leases().acquire(key);
        boolean done = false;
        try {
            Path file = cache.directory().file(key, location);
            if (present(cache, file, length)) {
                hits.increment();
            } else {
                misses.increment();
                fill(cache, key, file, new Download(location, length, source));
                fetched.add(length);
            }
            done = true;
            return LocalFile.held(file, () -> cache.leases().release(key));
        } catch (IOException e) {
            throw CacheErrors.directory(root, e);
        } finally {
            if (!done) {
                cache.leases().release(key);
            }
        }
    }

    @Override
    public boolean has(Owner owner, String location, long length) {
        try {
            Path file = opened().directory().file(CacheDirectory.key(owner, location, length), location);
            return Files.exists(file) && Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw CacheErrors.directory(root, e);
        }
    }

    private synchronized Opened opened() {
        if (opened == null) {
            try {
                CacheDirectory directory = CacheDirectory.open(root);
                Leases leases = Leases.of(directory);
                opened = new Opened(directory, leases, new Space(directory, leases, limit));
            } catch (IOException e) {
                throw CacheErrors.directory(root, e);
            }
        }
        return opened;
    }

    /** A copy of another length was damaged from outside: it is fetched again. */
    private static boolean present(Opened cache, Path file, long length) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant used = attributes.lastModifiedTime().toInstant();
            if (used.isBefore(Instant.now().minus(FRESH))) {
                cache.directory().use(file);
            }
            return attributes.size() == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A file is fetched once at a time; who waited for a fetch that failed tries again. */
    private void fill(Opened cache, String key, Path file, Download download) throws IOException {
        Lock lock = downloads[Integer.parseInt(key.substring(0, 2), 16)];
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CacheErrors.cancelled(download.location());
        }
        try {
            if (!present(cache, file, download.length())) {
                fetch(cache, file, download);
            }
        } finally {
            lock.unlock();
        }
    }

    private void fetch(Opened cache, Path file, Download download) throws IOException {
        cache.space().reserve(download.location(), download.length());
        boolean kept = false;
        try {
            try {
                write(cache, file, download);
            } catch (DiskFullException e) {
                if (!cache.space().shrink(download.length())) {
                    throw CacheErrors.full(root, e);
                }
                writeAgain(cache, file, download);
            }
            kept = true;
            cache.space().keep(download.length());
        } finally {
            if (!kept) {
                cache.space().giveBack(download.length());
            }
        }
    }

    private void writeAgain(Opened cache, Path file, Download download) throws IOException {
        try {
            write(cache, file, download);
        } catch (DiskFullException e) {
            throw CacheErrors.full(root, e);
        }
    }

    private static void write(Opened cache, Path file, Download download) throws IOException {
        Path unfinished = cache.directory().temporary();
        try {
            download.write(unfinished);
            if (Files.getFileAttributeView(unfinished, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("r--------"));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
