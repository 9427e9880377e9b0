package io.mcpbuffet.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Which copies are in use, by this process and others: a copy in use is a byte locked in a file, shared, and the system gives the
 * lock back when a process dies. Safe for use by many threads.
 */
final class Leases {
    /** File locks belong to the process, and closing any channel of a file gives all of them up: so one for each directory. */
    private static final Map<Path, Leases> OF_PROCESS = new ConcurrentHashMap<>();

    private static final int SHARDS = 16;
    private static final int POSITION_DIGITS = 15;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Path directory;
    private final Shard[] shards = new Shard[SHARDS];

    private Leases(Path directory) {
        this.directory = directory;
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard(directory.resolve(Integer.toHexString(i)));
        }
    }

    static Leases of(CacheDirectory cache) throws IOException {
        return OF_PROCESS.computeIfAbsent(cache.locks().toRealPath(), Leases::new);
    }

    /** Waits for no longer than a deletion takes. */
    void acquire(String key) {
        try {
            shard(key).acquire(position(key));
        } catch (IOException e) {
            throw CacheErrors.directory(directory, e);
        }
    }

    void release(String key) {
        try {
            shard(key).release(position(key));
        } catch (IOException e) {
            throw CacheErrors.directory(directory, e);
        }
    }

    /** Runs the deletion while nobody can begin to use the copy. False when somebody uses it. */
    boolean unlessUsed(String key, Deletion deletion) throws IOException {
        return shard(key).unlessUsed(position(key), deletion);
    }

    /** Deletes a copy. */
    interface Deletion {
        void run() throws IOException;
    }

    private Shard shard(String key) {
        return shards[Character.digit(key.charAt(0), SHARDS)];
    }

    private static long position(String key) {
        return Long.parseLong(key.substring(1, 1 + POSITION_DIGITS), SHARDS);
    }

    /** One file of locks. */
    private static final class Shard {
        private record Held(FileLock lock, int count) {}

        private final Path file;
        private final Map<Long, Held> held = new HashMap<>();
        private FileChannel channel;

        Shard(Path file) {
            this.file = file;
        }

        synchronized void acquire(long position) throws IOException {
            Held known = held.get(position);
            FileLock lock = known == null ? shared(position) : known.lock();
            held.put(position, new Held(lock, known == null ? 1 : known.count() + 1));
        }

        private FileLock shared(long position) throws IOException {
            FileLock lock = channel().tryLock(position, 1, true);
            while (lock == null) {
                LockSupport.parkNanos(PAUSE_NANOS);
                lock = channel().tryLock(position, 1, true);
            }
            return lock;
        }

        synchronized void release(long position) throws IOException {
            Held known = held.get(position);
            if (known.count() > 1) {
                held.put(position, new Held(known.lock(), known.count() - 1));
                return;
            }
            held.remove(position);
            known.lock().release();
        }

        synchronized boolean unlessUsed(long position, Deletion deletion) throws IOException {
            if (held.containsKey(position)) {
                return false;
            }
            FileLock lock = channel().tryLock(position, 1, false);
            if (lock == null) {
                return false;
            }
            try {
                deletion.run();
                return true;
            } finally {
                lock.release();
            }
        }

        private FileChannel channel() throws IOException {
            if (channel == null || !channel.isOpen()) {
                channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            return channel;
        }
    }
}
