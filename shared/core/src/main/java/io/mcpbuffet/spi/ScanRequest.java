package io.mcpbuffet.spi;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a query needs of a table. All of it is leave to read less: a source may do without any part, for the engine applies the
 * query's own conditions to what comes.
 *
 * @param columns names of the top-level columns that are read, in the order of the schema; an empty list counts rows only; absent is all
 * @param filter rows that it is not true for may be left out
 * @param limit this many rows that pass the filter are enough, whichever; to be ignored by a source that cannot apply the whole filter
 */
public record ScanRequest(Optional<List<String>> columns, RowFilter filter, OptionalLong limit) {
    /** Every row and column. */
    public static final ScanRequest ALL = new ScanRequest(Optional.empty(), RowFilter.all(), OptionalLong.empty());

    public ScanRequest {
        columns = columns.map(List::copyOf);
    }

    /** Serves both: of two scans of one table. */
    public ScanRequest or(ScanRequest other, List<String> schema) {
        Optional<List<String>> both = columns.flatMap(mine -> other.columns.map(theirs -> schema.stream()
                .filter(name -> mine.contains(name) || theirs.contains(name))
                .toList()));
        return new ScanRequest(both, RowFilter.or(List.of(filter, other.filter)), OptionalLong.empty());
    }
}
