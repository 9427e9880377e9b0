package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.nio.file.Path;

/** What the engine's complaints about a file mean to the person who configured it. */
final class DuckDbErrors {
    private DuckDbErrors() {}

    /** The failure in terms of the file; limits, cancellation and a dead engine stay as they are. */
    static LakeException translate(LakeException e, Path file) {
        return switch (e.code()) {
            case TIMED_OUT, CANCELLED, LIMIT_EXCEEDED, RATE_LIMITED -> e;
            default -> byText(texts(e), e, file);
        };
    }

    private static LakeException byText(String text, LakeException e, Path file) {
        if (text.contains("Could not set lock")) {
            return of(ErrorCode.UNAVAILABLE, file + " is open for writing in another process", e)
                    .hint("Close the program that writes to it, or point path at a copy");
        }
        if (text.contains("version number")) {
            return of(ErrorCode.UNSUPPORTED, file + " was written by a newer DuckDB than the one in this server", e)
                    .hint("Write a copy for older versions with ATTACH ... (STORAGE_VERSION 'v1.0.0') and COPY FROM"
                            + " DATABASE");
        }
        if (text.contains("not a valid DuckDB database")) {
            return of(ErrorCode.UNSUPPORTED, file + " is not a DuckDB database file", e);
        }
        if (text.contains("Corrupt") || text.contains("Could not read enough bytes")) {
            return of(ErrorCode.UNAVAILABLE, file + " is damaged: DuckDB cannot read it", e)
                    .hint("Restore it from a backup");
        }
        if (text.contains("replay") && text.contains("WAL")) {
            return of(ErrorCode.UNAVAILABLE, file + " has changes in its write-ahead log that cannot be read", e)
                    .hint("Open it once for writing with DuckDB and run CHECKPOINT");
        }
        if (text.contains("encrypt")) {
            return of(ErrorCode.UNSUPPORTED, file + " is encrypted", e);
        }
        if (text.contains("does not exist") || text.contains("No files found")) {
            return of(ErrorCode.UNAVAILABLE, file + " is gone", e);
        }
        return unreadable(text, e, file);
    }

    private static LakeException unreadable(String text, LakeException e, Path file) {
        boolean content = text.contains("Invalid Input Error") || text.contains("Malformed JSON");
        return content || text.contains("too small to be a Parquet") || text.contains("No magic bytes")
                ? of(ErrorCode.UNSUPPORTED, file + " cannot be read as its name says: " + firstLine(e.getMessage()), e)
                : e;
    }

    private static LakeException of(ErrorCode code, String message, LakeException cause) {
        return LakeException.of(code, message, cause);
    }

    private static String texts(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
