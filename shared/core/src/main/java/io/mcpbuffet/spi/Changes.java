package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import java.util.List;

/** The ability of a catalog that tells what changed between two states of a table from metadata, without reading data. */
public interface Changes {
    /** What the second state has that the first has not, and the other way round. Throws as {@link Snapshots#resolve}. */
    FileChanges changes(TableRef table, AsOf from, AsOf to);

    /**
     * Files that only one of two states has.
     *
     * @param addedRows rows in added data files, moved there from removed ones or new
     * @param partitions the partitions of these files, sorted; empty for an unpartitioned table
     */
    record FileChanges(
            long addedFiles,
            long removedFiles,
            long addedRows,
            long removedRows,
            long addedBytes,
            long removedBytes,
            long addedDeleteFiles,
            long removedDeleteFiles,
            List<String> partitions) {
        public FileChanges {
            partitions = List.copyOf(partitions);
        }
    }
}
