package io.mcpbuffet.search;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;

/** The bytes that an index may take. Safe for use by many threads. */
final class Room {
    private final long limit;
    private long taken;

    Room(long limit) {
        this.limit = limit;
    }

    /** False where there is no room for so much. */
    synchronized boolean take(long bytes) {
        if (taken + bytes > limit) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void give(long bytes) {
        taken -= bytes;
    }

    LakeException full() {
        return LakeException.of(
                        ErrorCode.LIMIT_EXCEEDED, "The search index has reached its bound of " + limit + " bytes")
                .hint("Raise limits: search");
    }
}
