package io.mcpbuffet.spi;

import java.nio.file.Path;

/** Brings the files of a plan to the local disk. Safe for use by many threads. */
public interface FileAccess {
    /**
     * A local, complete, unchanging copy, or the file itself when it is local. UNAVAILABLE naming the location when it is gone or
     * has another length.
     */
    Path fetch(String location, long length);

    /** The deleted row positions of a deletion vector, ascending. */
    long[] positions(ScanPlan.DeletionVector vector);
}
