package io.mcpbuffet.glue.external;

import java.util.List;
import java.util.Optional;

/** Tells the partitions of a table. */
@FunctionalInterface
public interface PartitionSource {
    /**
     * All partitions that an expression is true for.
     *
     * @param expression a condition on the keys, which may be absent; INVALID_ARGUMENT where the source does not take it
     */
    List<Partition> partitions(Optional<String> expression);
}
