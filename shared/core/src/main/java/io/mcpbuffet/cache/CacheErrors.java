package io.mcpbuffet.cache;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What goes wrong between a remote file and its copy. */
final class CacheErrors {
    private CacheErrors() {}

    static LakeException directory(Path directory, IOException e) {
        if (isFull(e)) {
            return full(directory, e);
        }
        String why = e instanceof AccessDeniedException ? "permission denied" : text(e);
        return LakeException.unavailable("The cache directory '" + directory + "' cannot be used: " + why, e)
                .hint("Make it writable, or set XDG_CACHE_HOME to a directory that is");
    }

    static LakeException full(Path directory, IOException e) {
        return LakeException.unavailable("The disk of the cache directory '" + directory + "' is full", e)
                .hint("Free disk space there, set XDG_CACHE_HOME to a larger disk, or ask for less data");
    }

    static LakeException tooSmall(String location, long length, long inUse, long limit) {
        return LakeException.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The file '" + location + "' of " + length + " bytes does not fit in the file cache of " + limit
                                + " bytes, of which running queries use " + inUse)
                .hint("Raise limits: cache, or ask for less data");
    }

    static LakeException otherLength(String location, long found, long length) {
        return LakeException.unavailable(
                        "The file '" + location + "' gave " + found + " bytes, and the table's metadata says " + length,
                        null)
                .hint("Try again; if it stays so, the file was damaged or overwritten");
    }

    static LakeException brokenOff(String location, long found, long length, IOException e) {
        return LakeException.unavailable(
                        "Reading the file '" + location + "' broke off after " + found + " of " + length + " bytes: "
                                + text(e),
                        e)
                .hint("Try again");
    }

    static LakeException cancelled(String location) {
        return LakeException.of(ErrorCode.CANCELLED, "The query was cancelled while '" + location + "' was fetched");
    }

    static boolean isFull(IOException e) {
        String text = Optional.ofNullable(e.getMessage()).orElse("").toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("disk quota")
                || text.contains("not enough space")
                || text.contains("out of disk space");
    }

    private static String text(IOException e) {
        String text = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }
}
