package io.mcpbuffet.iceberg;

import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;

/** Brings a table's file to the local disk. Safe for use by many threads. */
@FunctionalInterface
public interface LocalFiles {
    /** The path of a complete file; what a {@link FileIO} of the table reads. */
    Path path(FileIO io, String location, long length);
}
