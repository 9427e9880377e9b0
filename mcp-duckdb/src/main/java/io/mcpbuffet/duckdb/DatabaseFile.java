package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A DuckDB database file, as far as it can be judged without DuckDB. */
record DatabaseFile(Path path) {
    private static final int MAGIC_OFFSET = 8;
    private static final byte[] MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);

    /** Size and time of the file and of its write-ahead log: another process has written where they differ. */
    record Stamp(long size, long modified, long logSize, long logModified) {}

    /** UNAVAILABLE where there is none, UNSUPPORTED for a file of another kind, PERMISSION_DENIED where it may not be read. */
    void check() {
        if (!Files.exists(path)) {
            throw LakeException.of(ErrorCode.UNAVAILABLE, "There is no file " + path)
                    .hint("Correct the property path, or create the file");
        }
        if (!Files.isRegularFile(path)) {
            throw LakeException.unsupported(path + " is neither a file nor a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(MAGIC_OFFSET + MAGIC.length);
            if (!Arrays.equals(Arrays.copyOfRange(head, Math.min(MAGIC_OFFSET, head.length), head.length), MAGIC)) {
                throw LakeException.unsupported(path + " is not a DuckDB database file")
                        .hint("For Parquet, CSV or JSON files give the directory they are in, or a glob such as "
                                + path.resolveSibling("*.parquet"));
            }
        } catch (AccessDeniedException e) {
            throw LakeException.of(ErrorCode.PERMISSION_DENIED, "The file " + path + " may not be read", e)
                    .hint("Give the user that runs the server the right to read it");
        } catch (IOException e) {
            throw LakeException.unavailable("The file " + path + " cannot be read", e);
        }
    }

    Stamp stamp() {
        Path log = path.resolveSibling(path.getFileName() + ".wal");
        return new Stamp(size(path), modified(path), size(log), modified(log));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return -1;
        }
    }
}
