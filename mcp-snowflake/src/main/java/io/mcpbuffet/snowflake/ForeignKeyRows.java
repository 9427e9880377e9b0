package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ForeignKeys.ForeignKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys by name, in the order in which SHOW IMPORTED KEYS tells them. */
record ForeignKeyRows(Map<String, ForeignKey> byName) {
    static ForeignKeyRows of(TableRef table, List<Map<String, String>> rows) {
        Map<String, List<Map<String, String>>> grouped = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.get("fk_name")), LinkedHashMap::new, Collectors.toList()));
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        grouped.forEach((name, columns) -> keys.put(name, key(table.catalog(), columns)));
        return new ForeignKeyRows(keys);
    }

    private static ForeignKey key(String catalog, List<Map<String, String>> columns) {
        List<Map<String, String>> sorted = columns.stream()
                .sorted(Comparator.comparingLong(row -> Long.parseLong(row.get("key_sequence"))))
                .toList();
        Map<String, String> first = sorted.get(0);
        Namespace home = Namespace.of(first.get("pk_database_name"), first.get("pk_schema_name"));
        return new ForeignKey(
                sorted.stream().map(row -> row.get("fk_column_name")).toList(),
                new TableRef(catalog, home, first.get("pk_table_name")),
                sorted.stream().map(row -> row.get("pk_column_name")).toList());
    }

    /** As {@code describe} shows them, by property. */
    Map<String, String> properties() {
        Map<String, String> shown = new LinkedHashMap<>();
        byName.forEach((name, key) -> shown.put("foreign_key " + name, text(key)));
        return shown;
    }

    private static String text(ForeignKey key) {
        return "(" + String.join(", ", key.columns()) + ") -> " + Names.quoted(key.table()) + " ("
                + String.join(", ", key.otherColumns()) + ")";
    }
}
