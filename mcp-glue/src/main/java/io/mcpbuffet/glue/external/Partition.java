package io.mcpbuffet.glue.external;

import java.util.List;
import java.util.Optional;

/**
 * A partition of a Hive-style table.
 *
 * @param values texts, in the order of the partition keys
 * @param location of its files; empty where nothing is said
 * @param storage as its own; absent for one that is computed from the table's properties
 */
public record Partition(List<String> values, String location, Optional<Storage> storage) {
    public Partition {
        values = List.copyOf(values);
    }
}
