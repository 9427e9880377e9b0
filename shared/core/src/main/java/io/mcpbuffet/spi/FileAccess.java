package io.mcpbuffet.spi;

import io.mcpbuffet.error.LakeException;
import java.util.List;

/** Brings the files of a plan to the local disk. Safe for use by many threads. */
public interface FileAccess {
    /**
     * A local, complete, unchanging copy, or the file itself when it is local; close it after use. UNAVAILABLE naming the location
     * when it is gone or has another length.
     */
    LocalFile fetch(String location, long length);

    /** Whether {@link #fetch} would find the file on the local disk. */
    default boolean isNear(String location, long length) {
        return false;
    }

    /** The deleted row positions of each of several deletion vectors of one file, ascending. */
    default List<long[]> positions(List<ScanPlan.DeletionVector> vectors) {
        throw LakeException.unsupported(
                "The deletion vectors in '" + vectors.get(0).location() + "' cannot be read");
    }

    /**
     * The rows of a data or delete file that is not Parquet; close them after use. UNSUPPORTED naming the format and the location where
     * nobody here reads it.
     */
    default FileRecords records(String location, ScanPlan.Format format) {
        throw LakeException.unsupported(
                "The file '" + location + "' is of format " + format + ", which cannot be read here");
    }
}
