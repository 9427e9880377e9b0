package io.mcpbuffet.cache;

import io.mcpbuffet.spi.FileCache.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A remote file to fetch. */
record Download(String location, long length, Source source) {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final int BUFFER = 1 << 16;

    /** All of it into a new file, or an exception. */
    void write(Path file) throws IOException {
        InputStream in = open();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            copy(in, out);
        } catch (ClosedByInterruptException e) {
            throw CacheErrors.cancelled(location);
        } finally {
            close(in);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        int count = read(in, buffer, done);
        while (count >= 0 && done + count <= length) {
            write(out, buffer, count);
            done += count;
            count = read(in, buffer, done);
        }
        if (done != length || count >= 0) {
            throw CacheErrors.otherLength(location, done + Math.max(0, count), length);
        }
    }

    private InputStream open() {
        try {
            return source.open();
        } catch (IOException e) {
            throw CacheErrors.brokenOff(location, 0, length, e);
        }
    }

    private int read(InputStream in, byte[] buffer, long done) {
        if (Thread.currentThread().isInterrupted()) {
            throw CacheErrors.cancelled(location);
        }
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted()
                    ? CacheErrors.cancelled(location)
                    : CacheErrors.brokenOff(location, done, length, e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count) throws IOException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw CacheErrors.isFull(e) ? new DiskFullException(e) : e;
        }
    }

    /** What was read is known to be whole, or has failed already. */
    private void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("{} did not close: {}", location, e.getMessage());
        }
    }
}
