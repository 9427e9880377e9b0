package io.mcpbuffet.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What metadata tells of the rows of a table that meet a filter, without a look at its data, and no estimate.
 *
 * @param rows live rows
 * @param files that the table has, whether or not they hold such rows
 * @param ranges the least and the greatest value of columns that have values other than NULL
 */
public record ExactValues(long rows, long files, Map<String, Range> ranges) {
    public ExactValues {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    public record Range(Literal least, Literal greatest) {}
}
