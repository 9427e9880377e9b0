package io.mcpbuffet.model;

import java.util.List;
import java.util.OptionalLong;

/** What a query would do. Nothing was executed. Counts are totals over its tables, absent where unknown. */
public record Explanation(
        List<Scan> tables,
        String engine,
        String engineReason,
        OptionalLong files,
        OptionalLong bytes,
        OptionalLong rowsEstimate,
        String plan,
        List<String> warnings) {
    public Explanation {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /** How one table is read: files kept of all files of the snapshot, and the filters that planning used and left over. */
    public record Scan(
            PinnedTable table,
            OptionalLong files,
            OptionalLong filesTotal,
            OptionalLong bytes,
            List<String> filtersPushed,
            List<String> filtersLeft) {
        public Scan {
            filtersPushed = List.copyOf(filtersPushed);
            filtersLeft = List.copyOf(filtersLeft);
        }
    }
}
