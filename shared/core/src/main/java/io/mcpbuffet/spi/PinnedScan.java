package io.mcpbuffet.spi;

import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import java.util.List;
import java.util.Optional;

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

    /**
     * The number of rows that a filter is true for, and the bounds of columns over them, where metadata has them exactly; empty
     * otherwise, as where rows are deleted by files of deletes, or where the filter is true for some rows of a file only.
     */
    default Optional<ExactValues> exact(List<String> columns, RowFilter filter) {
        return Optional.empty();
    }

    /** Whether files differ so much in the values of a column that a few values leave most of them out. */
    default boolean divides(String column) {
        return false;
    }

    /** All live files. */
    default ScanPlan plan() {
        return plan(ScanRequest.ALL);
    }
}
