package io.mcpbuffet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code describe} shows of a table at one moment.
 *
 * @param partitioning such as {@code month(ordered_at)}, in order
 * @param properties in the order to be shown; never holds credentials
 */
public record TableInfo(
        TableRef table,
        TableKind kind,
        Optional<String> format,
        Optional<String> location,
        Optional<String> comment,
        List<Field> columns,
        List<String> partitioning,
        List<String> sortOrder,
        List<String> primaryKey,
        OptionalLong rowCount,
        OptionalLong sizeBytes,
        Optional<Snapshot> snapshot,
        Map<String, String> properties,
        List<String> warnings) {
    public TableInfo {
        columns = List.copyOf(columns);
        partitioning = List.copyOf(partitioning);
        sortOrder = List.copyOf(sortOrder);
        primaryKey = List.copyOf(primaryKey);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        warnings = List.copyOf(warnings);
    }
}
