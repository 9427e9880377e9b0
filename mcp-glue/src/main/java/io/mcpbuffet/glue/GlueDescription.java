package io.mcpbuffet.glue;

import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.HiveTypes;
import io.mcpbuffet.glue.external.Storage;
import io.mcpbuffet.glue.external.TableFormat;
import io.mcpbuffet.iceberg.VisibleProperties;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What listings and describe show of what Glue knows. */
final class GlueDescription {
    private static final List<String> ROW_COUNTS = List.of("numRows", "recordCount", "spark.sql.statistics.numRows");
    private static final List<String> SIZES = List.of("totalSize", "sizeKey", "spark.sql.statistics.totalSize");

    private GlueDescription() {}

    static TableEntry line(TableRef ref, GlueTable table) {
        return new TableEntry(ref, kind(table), Optional.of(format(table)), table.comment());
    }

    static TableKind kind(GlueTable table) {
        if (table.isView()) {
            return TableKind.VIEW;
        }
        return table.isIceberg() ? TableKind.TABLE : TableKind.EXTERNAL;
    }

    private static String format(GlueTable table) {
        if (table.target().isPresent() && table.storage().isEmpty()) {
            return "link";
        }
        if (table.isIceberg()) {
            return "iceberg";
        }
        return table.isView()
                ? GlueViews.dialect(table)
                : TableFormat.of(table.parameters(), table.storage()).word();
    }

    /** Of a view or an external table. */
    static TableInfo external(TableRef ref, GlueTable table, List<ColumnStatistic> statistics) {
        List<String> warnings = new ArrayList<>();
        OptionalLong rows = rows(table);
        OptionalLong bytes = number(table, SIZES);
        if (rows.isPresent()) {
            warnings.add("row_count is what a crawler or writer noted in Glue, not a count");
        }
        if (!table.isView()) {
            TableFormat.of(table.parameters(), table.storage())
                    .unreadable()
                    .ifPresent(why -> warnings.add("It cannot be queried here: " + why));
        }
        return new TableInfo(
                ref,
                kind(table),
                Optional.of(format(table)),
                table.storage().flatMap(Storage::location),
                table.comment(),
                columns(table),
                table.partitionKeys().stream().map(HiveColumn::name).toList(),
                List.of(),
                List.of(),
                rows,
                bytes,
                Optional.empty(),
                properties(table, statistics),
                warnings);
    }

    /** An Iceberg table with what Glue knows besides. */
    static TableInfo iceberg(TableInfo info, GlueTable table, List<ColumnStatistic> statistics) {
        Map<String, String> properties = new LinkedHashMap<>(known(table, statistics));
        info.properties().forEach(properties::putIfAbsent);
        return new TableInfo(
                info.table(),
                info.kind(),
                info.format(),
                info.location(),
                info.comment().or(table::comment),
                info.columns(),
                info.partitioning(),
                info.sortOrder(),
                info.primaryKey(),
                info.rowCount(),
                info.sizeBytes(),
                info.snapshot(),
                properties,
                info.warnings());
    }

    private static List<Field> columns(GlueTable table) {
        return Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .map(HiveTypes::field)
                .toList();
    }

    /** As a crawler or writer has noted it. */
    static OptionalLong rows(GlueTable table) {
        return number(table, ROW_COUNTS);
    }

    private static OptionalLong number(GlueTable table, List<String> names) {
        return names.stream()
                .map(table.parameters()::get)
                .filter(text -> text != null && text.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static Map<String, String> properties(GlueTable table, List<ColumnStatistic> statistics) {
        Map<String, String> shown = known(table, statistics);
        table.storage().ifPresent(storage -> {
            put(shown, "serde", storage.serde());
            put(shown, "input-format", storage.inputFormat());
        });
        VisibleProperties.of(table.parameters()).forEach(shown::putIfAbsent);
        return shown;
    }

    private static Map<String, String> known(GlueTable table, List<ColumnStatistic> statistics) {
        Map<String, String> shown = new LinkedHashMap<>();
        if (table.isView()) {
            GlueViews.shown(table).ifPresent(sql -> shown.put("view.sql", sql));
        }
        table.owner().ifPresent(owner -> shown.put("owner", owner));
        table.type().ifPresent(type -> shown.put("glue.table-type", type));
        table.version().ifPresent(version -> shown.put("glue.version", version));
        table.updated().ifPresent(at -> shown.put("glue.updated-at", at.toString()));
        if (table.lakeFormation()) {
            shown.put("glue.lake-formation", "registered");
        }
        statistics.forEach(each -> put(shown, "statistics." + each.column(), each.toString()));
        return shown;
    }

    private static void put(Map<String, String> shown, String key, String value) {
        if (!value.isEmpty()) {
            shown.put(key, value);
        }
    }
}
