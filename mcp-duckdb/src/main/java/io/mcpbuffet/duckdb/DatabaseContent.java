package io.mcpbuffet.duckdb;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Rows;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a database file held when its stamp was taken. Safe for use by many threads.
 *
 * @param details filled in as tables are described
 */
record DatabaseContent(
        DatabaseFile.Stamp stamp,
        long readAt,
        Map<String, Map<String, Entry>> schemas,
        Map<TableRef, TableInfo> details) {
    static final String SQL =
            """
            WITH look AS (
                SELECT schema_name, table_name,
                       sha256(string_agg(concat_ws(chr(0), column_name, data_type, is_nullable, comment), chr(1)
                                         ORDER BY column_index)) AS columns
                FROM duckdb_columns() WHERE database_name = 'db' AND NOT internal GROUP BY ALL)
            SELECT schema_name, '' AS name, 'schema' AS kind, comment, NULL::BIGINT AS estimate, NULL::VARCHAR AS columns
            FROM duckdb_schemas() WHERE database_name = 'db'
            UNION ALL
            SELECT schema_name, table_name, 'table', comment, estimated_size, columns
            FROM duckdb_tables() LEFT JOIN look USING (schema_name, table_name) WHERE database_name = 'db' AND NOT internal
            UNION ALL
            SELECT v.schema_name, v.view_name, 'view', v.comment, NULL, columns
            FROM duckdb_views() v LEFT JOIN look ON look.schema_name = v.schema_name AND look.table_name = v.view_name WHERE database_name = 'db' AND NOT internal
            ORDER BY 1, 2
            """;

    /**
     * One table or view.
     *
     * @param rows an estimate: DuckDB does not take deleted rows off
     * @param version another one where columns or comments are
     */
    record Entry(TableEntry line, OptionalLong rows, String version) {}

    static DatabaseContent of(String catalog, DatabaseFile.Stamp stamp, long readAt, Rows rows, NameFilter filter) {
        Map<String, Map<String, Entry>> schemas = new LinkedHashMap<>();
        for (List<Object> row : rows.rows()) {
            String schema = (String) row.get(0);
            String name = (String) row.get(1);
            Map<String, Entry> tables = schemas.computeIfAbsent(schema, s -> new LinkedHashMap<>());
            if (!name.isEmpty() && filter.shows(List.of(schema), name)) {
                tables.put(name, entry(new TableRef(catalog, Namespace.of(schema), name), row));
            }
        }
        return new DatabaseContent(stamp, readAt, schemas, new ConcurrentHashMap<>());
    }

    private static Entry entry(TableRef table, List<Object> row) {
        TableKind kind = row.get(2).equals("view") ? TableKind.VIEW : TableKind.TABLE;
        Optional<String> comment = Optional.ofNullable((String) row.get(3));
        OptionalLong estimate =
                row.get(4) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
        return new Entry(
                new TableEntry(table, kind, Optional.of("duckdb"), comment),
                estimate,
                row.get(5) + "/" + comment.orElse(""));
    }

    List<NamespaceEntry> namespaces() {
        return schemas.keySet().stream()
                .map(schema -> new NamespaceEntry(Namespace.of(schema), Optional.empty()))
                .toList();
    }

    /** The schema of a namespace, whose case does not matter, as in DuckDB. */
    Optional<String> schema(Namespace namespace) {
        return namespace.levels().size() == 1 ? key(schemas, namespace.levels().get(0)) : Optional.empty();
    }

    List<TableEntry> tables(String schema) {
        return schemas.get(schema).values().stream().map(Entry::line).toList();
    }

    Optional<Entry> table(Namespace namespace, String name) {
        return schema(namespace).map(schemas::get).flatMap(tables -> key(tables, name)
                .map(tables::get));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        schemas.values().forEach(tables -> tables.values()
                .forEach(e -> names.add(e.line().table().toString())));
        return names;
    }

    private static Optional<String> key(Map<String, ?> map, String wanted) {
        return map.containsKey(wanted)
                ? Optional.of(wanted)
                : map.keySet().stream().filter(wanted::equalsIgnoreCase).findFirst();
    }
}
