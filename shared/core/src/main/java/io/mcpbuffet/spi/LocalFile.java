package io.mcpbuffet.spi;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file on the local disk that stays there until this is closed. Closing twice does nothing. Safe for use by many threads. */
public final class LocalFile implements AutoCloseable {
    private final Path path;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalFile(Path path, Runnable release) {
        this.path = path;
        this.release = release;
    }

    /** A file that was local before anyone asked for it. */
    public static LocalFile existing(Path path) {
        return new LocalFile(path, () -> {});
    }

    /** A copy that may go once {@code release} has run. */
    public static LocalFile held(Path path, Runnable release) {
        return new LocalFile(path, release);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
