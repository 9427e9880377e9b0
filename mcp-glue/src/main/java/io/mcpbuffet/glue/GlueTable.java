package io.mcpbuffet.glue;

import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.HiveTable;
import io.mcpbuffet.glue.external.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view as Glue describes it.
 *
 * @param type such as {@code EXTERNAL_TABLE} or {@code VIRTUAL_VIEW}; not everyone who writes tables sets it
 * @param version Glue's count of changes to the description
 * @param lakeFormation its location is registered with Lake Formation
 * @param target what a resource link stands for
 */
record GlueTable(
        DatabaseName database,
        String name,
        Optional<String> type,
        Optional<String> comment,
        Optional<String> owner,
        Map<String, String> parameters,
        Optional<Storage> storage,
        List<HiveColumn> columns,
        List<HiveColumn> partitionKeys,
        List<ViewText> viewTexts,
        Optional<String> version,
        Optional<Instant> updated,
        boolean lakeFormation,
        Optional<Target> target) {
    GlueTable {
        parameters = Map.copyOf(parameters);
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        viewTexts = List.copyOf(viewTexts);
    }

    /** The SQL of a view; the dialect is empty where Glue does not tell it. */
    record ViewText(Optional<String> dialect, String sql) {}

    record Target(DatabaseName database, String name) {}

    /** Another text after each change of columns or comments; empty where Glue does not tell. */
    Optional<String> state() {
        return Optional.ofNullable(parameters.get("metadata_location"))
                .or(() -> version)
                .or(() -> updated.map(Instant::toString));
    }

    /** As a table of files. */
    HiveTable hive() {
        return new HiveTable(columns, partitionKeys, parameters, storage);
    }

    boolean isIceberg() {
        return "ICEBERG".equalsIgnoreCase(parameters.get("table_type"));
    }

    boolean isView() {
        return type.map(text -> text.toUpperCase(Locale.ROOT).endsWith("VIEW")).orElse(false);
    }
}
