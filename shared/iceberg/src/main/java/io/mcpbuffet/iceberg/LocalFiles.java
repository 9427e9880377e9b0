package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.LocalFile;
import org.apache.iceberg.io.FileIO;

/** Brings a table's file to the local disk. Safe for use by many threads. */
@FunctionalInterface
public interface LocalFiles {
    /** A complete file; what a {@link FileIO} of the table reads. */
    LocalFile file(FileIO io, String location, long length);

    /** Whether it is on the local disk already. */
    default boolean isNear(String location, long length) {
        return false;
    }
}
