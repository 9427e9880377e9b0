package io.mcpbuffet.engine.scan;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The files of one query, fetched many at a time and held until this is closed. Safe for use by many threads. */
public final class Fetches implements AutoCloseable {
    private static final int THREADS = 8;

    private final Progress progress;
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger fetched = new AtomicInteger();
    private final List<LocalFile> held = new ArrayList<>();
    private boolean closed;

    public Fetches(Progress progress) {
        this.progress = progress;
    }

    /** As {@link FileAccess#fetch}. */
    public Path path(FileAccess access, String location, long length) {
        LocalFile file = access.fetch(location, length);
        hold(file);
        return file.path();
    }

    /** A fetch may end after the query did. */
    private synchronized void hold(LocalFile file) {
        if (closed) {
            file.close();
            throw LakeException.of(ErrorCode.CANCELLED, "The query ended while files were fetched");
        }
        held.add(file);
    }

    /** What the calls give, in their order. */
    public <T> List<T> all(List<Callable<T>> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        wanted.addAndGet(calls.size());
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, calls.size()));
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> call : calls.stream().map(pool::submit).toList()) {
                // A future that is done does not look at the interrupt.
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                results.add(call.get());
                report(fetched.incrementAndGet(), wanted.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LakeException lake
                    ? lake
                    : LakeException.of(ErrorCode.INTERNAL, "A file of the scan could not be prepared", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The query was cancelled while files were fetched", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private void report(int here, int all) {
        progress.report(OptionalDouble.of(100.0 * here / all), "Fetching files: " + here + " of " + all);
    }

    @Override
    public synchronized void close() {
        closed = true;
        held.forEach(LocalFile::close);
        held.clear();
    }
}
