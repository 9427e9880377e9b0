package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Partitions that are computed from a table's {@code projection.*} parameters, as Athena does, in place of those that Glue holds. A
 * partition without files has no rows.
 */
record PartitionProjection(HiveTable table, List<Field> keys, int most) {
    private static final String TEMPLATE = "storage.location.template";

    static boolean isFor(HiveTable table) {
        return "true".equalsIgnoreCase(table.parameters().get("projection.enabled"))
                && !table.keys().isEmpty();
    }

    /** Those that a filter leaves; LIMIT_EXCEEDED where that are too many. */
    List<Partition> partitions(PartitionFilter filter) {
        List<Map<String, String>> rows = List.of(Map.of());
        for (Field key : keys) {
            List<String> values = new ProjectedKey(key, table.parameters(), most).values(filter);
            if ((long) rows.size() * values.size() > most) {
                throw tooMany();
            }
            rows = product(rows, key.name(), values);
        }
        List<Partition> partitions = new ArrayList<>();
        for (Map<String, String> row : rows) {
            partitions.add(new Partition(List.copyOf(row.values()), location(row), Optional.empty()));
        }
        return partitions;
    }

    private static List<Map<String, String>> product(List<Map<String, String>> rows, String key, List<String> values) {
        List<Map<String, String>> out = new ArrayList<>();
        for (Map<String, String> row : rows) {
            for (String value : values) {
                Map<String, String> longer = new LinkedHashMap<>(row);
                longer.put(key, value);
                out.add(longer);
            }
        }
        return out;
    }

    private LakeException tooMany() {
        return LakeException.of(
                        ErrorCode.LIMIT_EXCEEDED, "The table's projection makes more than " + most + " partitions")
                .hint("Add conditions on " + keys.stream().map(Field::name).toList());
    }

    private String location(Map<String, String> row) {
        String template = table.parameters().get(TEMPLATE);
        if (template == null) {
            StringBuilder path = new StringBuilder(
                    table.storage().flatMap(Storage::location).orElse("").replaceFirst("/+$", ""));
            row.forEach((key, value) -> path.append('/').append(key).append('=').append(value));
            return path.toString();
        }
        String location = template;
        for (Map.Entry<String, String> each : row.entrySet()) {
            location = location.replace("${" + each.getKey() + "}", each.getValue());
        }
        return location;
    }
}
