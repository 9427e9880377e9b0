package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Tells all about one table, from SHOW and DESCRIBE alone. Safe for use by many threads. */
record TableDescription(SnowflakeObjects objects, RowListing listing, TimeTravel travel) {
    TableInfo of(TableRef table, AsOf asOf) {
        Map<String, String> row = objects.row(table);
        travel.resolve(table, row, asOf);
        TableKind kind = SnowflakeObjects.kind(row);
        List<String> warnings = new ArrayList<>();
        if (!(asOf instanceof AsOf.Latest)) {
            warnings.add("Columns, counts and keys are those of now: Snowflake describes the present only");
        }
        return new TableInfo(
                table,
                kind,
                Optional.of(SnowflakeObjects.format(row)),
                Optional.empty(),
                SnowflakeObjects.comment(row),
                columns(table),
                List.of(),
                clustering(row),
                kind == TableKind.TABLE ? primaryKey(table) : List.of(),
                number(row.get("rows")),
                number(row.get("bytes")),
                Optional.empty(),
                properties(table, row, kind),
                warnings);
    }

    List<Field> columns(TableRef table) {
        return listing.rows("DESCRIBE TABLE " + Names.quoted(table), "describe").stream()
                .map(TableDescription::column)
                .toList();
    }

    private static Field column(Map<String, String> row) {
        return new Field(
                OptionalInt.empty(),
                row.get("name"),
                SnowflakeTypes.parse(row.get("type")),
                "N".equals(row.get("null?")),
                SnowflakeObjects.comment(row),
                Optional.empty());
    }

    private static List<String> clustering(Map<String, String> row) {
        String key = row.getOrDefault("cluster_by", "");
        return key == null || key.isBlank() ? List.of() : List.of(key);
    }

    private List<String> primaryKey(TableRef table) {
        return keys("SHOW PRIMARY KEYS IN TABLE " + Names.quoted(table)).stream()
                .sorted(Comparator.comparingLong(row -> Long.parseLong(row.get("key_sequence"))))
                .map(row -> row.get("column_name"))
                .toList();
    }

    /** A role may see a table without being told of its keys. */
    private List<Map<String, String>> keys(String sql) {
        try {
            return listing.rows(sql, "describe");
        } catch (LakeException e) {
            if (e.code() == ErrorCode.PERMISSION_DENIED || e.code() == ErrorCode.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private Map<String, String> properties(TableRef table, Map<String, String> row, TableKind kind) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("sql_name", Names.quoted(table));
        for (String name : List.of("owner", "created_on")) {
            Optional.ofNullable(row.get(name)).filter(text -> !text.isBlank()).ifPresent(v -> properties.put(name, v));
        }
        if (kind == TableKind.TABLE) {
            properties.put("data_retention_time_in_days", String.valueOf(row.get("retention_time")));
            travel.oldest(row).ifPresent(moment -> properties.put("time_travel_since", moment.toString()));
            properties.putAll(foreignKeys(table).properties());
        }
        return properties;
    }

    ForeignKeyRows foreignKeys(TableRef table) {
        return ForeignKeyRows.of(table, keys("SHOW IMPORTED KEYS IN TABLE " + Names.quoted(table)));
    }

    static OptionalLong number(String text) {
        return text != null && text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
