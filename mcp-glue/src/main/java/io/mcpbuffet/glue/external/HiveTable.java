package io.mcpbuffet.glue.external;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Hive-style table: files below its location, or below those of its partitions. */
public record HiveTable(
        List<HiveColumn> columns, List<HiveColumn> keys, Map<String, String> parameters, Optional<Storage> storage) {
    public HiveTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        parameters = Map.copyOf(parameters);
    }

    TableFormat format() {
        return TableFormat.of(parameters, storage);
    }
}
