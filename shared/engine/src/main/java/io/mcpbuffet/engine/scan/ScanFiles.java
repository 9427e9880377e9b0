package io.mcpbuffet.engine.scan;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The temporary files of one query: positions of deletion vectors, links to files whose names the engine would expand. Thread-safe. */
final class ScanFiles implements AutoCloseable {
    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private final AtomicLong left;
    private Path folder;
    private int count;
    private boolean closed;

    /** @param bytes that {@link #take} gives out */
    ScanFiles(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Claims bytes of the disk for the query; LIMIT_EXCEEDED when it has had all it may. */
    void take(long bytes) {
        if (left.addAndGet(-bytes) < 0) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "The files that are not Parquet take more of the disk than one query may")
                    .hint("Ask for fewer columns or rows, raise limits.query-memory, or rewrite the files as Parquet");
        }
    }

    /** The path as the engine takes it literally. */
    String readable(Path file) {
        if (!GLOB.matcher(file.toString()).find()) {
            return file.toString();
        }
        try {
            return Files.createSymbolicLink(next(".parquet"), file.toAbsolutePath())
                    .toString();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The length on disk, which stays. The metadata of some writers has another; whether that matters is for who fetches. */
    static long length(Path file, String location) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw LakeException.unavailable("The file " + location + " is gone", e);
        }
    }

    /** A file that tells of rows and has none. */
    Path expecting(long rows) {
        try {
            return Files.write(next(".parquet"), ExpectedRows.parquet(rows));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** One file of many positions, as big-endian longs. */
    Path positions(List<long[]> all) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(all.stream()
                .mapToLong(positions -> (long) positions.length * Long.BYTES)
                .sum()));
        LongBuffer longs = bytes.asLongBuffer();
        all.forEach(longs::put);
        try {
            return Files.write(next(".positions"), bytes.array());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** A name for a file that is not there yet. CANCELLED when the query is over. */
    synchronized Path next(String suffix) {
        if (closed) {
            throw LakeException.of(ErrorCode.CANCELLED, "The query ended while files were prepared");
        }
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("buffet-scan");
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return folder.resolve("f" + count++ + suffix);
    }

    static LakeException failed(IOException e) {
        return LakeException.unavailable("The temporary folder cannot be written: " + e.getMessage(), e);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            folder = null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Positions as {@link #positions} wrote them. */
    static LongBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
    }
}
