package io.mcpbuffet.spi;

import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import java.util.List;

/** A table held at one snapshot. Planning twice gives the same files. */
public interface PinnedScan {
    PinnedTable table();

    /** The schema of the snapshot, every field with its id. */
    List<Field> schema();

    /**
     * The live files of the snapshot that may hold rows of the request, with the deletes that apply to each. An empty table has no
     * files.
     */
    ScanPlan plan(ScanRequest request);

    /** All live files. */
    default ScanPlan plan() {
        return plan(ScanRequest.ALL);
    }
}
