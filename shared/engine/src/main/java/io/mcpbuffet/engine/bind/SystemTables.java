package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** SHOW TABLES and information_schema, answered from the catalogs. */
final class SystemTables {
    private static final String SCHEMA = "information_schema";
    private static final int MAX_DESCRIBED = 500;

    private static final Map<String, Map<String, String>> COLUMNS = Map.of(
            "tables", columns("table_catalog", "table_schema", "table_name", "table_type", "table_comment"),
            "columns",
                    columns(
                            "table_catalog",
                            "table_schema",
                            "table_name",
                            "column_name",
                            "ordinal_position:INTEGER",
                            "column_default",
                            "is_nullable",
                            "data_type",
                            "column_comment"),
            "schemata", columns("catalog_name", "schema_name"),
            "show_tables", columns("name"),
            "show_databases", columns("database_name"),
            "show_all_tables",
                    columns(
                            "database",
                            "schema",
                            "name",
                            "column_names:VARCHAR[]",
                            "column_types:VARCHAR[]",
                            "temporary:BOOLEAN"));

    private final Tables tables;
    private final Listings listings;
    private final List<String> warnings = new ArrayList<>();

    SystemTables(Tables tables) {
        this.tables = tables;
        this.listings = new Listings(tables);
    }

    private static Map<String, String> columns(String... names) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : names) {
            String[] parts = name.split(":", 2);
            columns.put(parts[0], parts.length > 1 ? parts[1] : "VARCHAR");
        }
        return columns;
    }

    static boolean has(List<String> path) {
        int schema = path.size() - 2;
        return schema >= 0
                && schema <= 1
                && path.get(schema).equalsIgnoreCase(SCHEMA)
                && COLUMNS.containsKey(name(path));
    }

    /** A name to stand before its columns. */
    static TableRef ref(List<String> path) {
        return new TableRef(path.size() == 3 ? path.get(0) : "system", Namespace.of(SCHEMA), name(path));
    }

    private static String name(List<String> path) {
        return path.get(path.size() - 1).toLowerCase(Locale.ROOT);
    }

    static List<String> special(List<String> path, String place) {
        String what = path.isEmpty() ? "" : name(path).replace("\"", "");
        return switch (what) {
            case "tables" -> List.of(SCHEMA, "show_tables");
            case "databases", "schemas" -> List.of(SCHEMA, "show_databases");
            case "__show_tables_expanded" -> List.of(SCHEMA, "show_all_tables");
            default ->
                throw Rule.KNOWN_SYNTAX
                        .broken("SHOW " + what + " is not known" + place)
                        .hint("SHOW TABLES, SHOW ALL TABLES, SHOW DATABASES and DESCRIBE are");
        };
    }

    /** {@code SHOW TABLES FROM a}: those of a catalog. */
    static List<String> tablesFrom(List<String> path) {
        String catalog = path.isEmpty() ? "" : path.get(0);
        return List.of(catalog, SCHEMA, "show_tables");
    }

    List<String> warnings() {
        return warnings;
    }

    /** Rows of a listing, narrowed to what the conditions beside it ask for by equality, so that not all tables are described. */
    TableSource.Listing read(String view, List<String> path, Wanted wanted) {
        String name = name(path);
        Optional<String> catalog = path.size() == 3 ? Optional.of(path.get(0)) : wanted.value("table_catalog");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String each : tables.catalogs()) {
            if (catalog.map(each::equalsIgnoreCase).orElse(true)) {
                try {
                    rows.addAll(rows(name, each, wanted));
                } catch (LakeException e) {
                    warnings.add("Catalog '" + each + "' is missing here: " + e.getMessage());
                }
            }
        }
        return new TableSource.Listing(view, COLUMNS.get(name), rows);
    }

    private List<Map<String, Object>> rows(String name, String catalog, Wanted wanted) {
        if (name.equals("show_databases")) {
            return List.of(Map.of("database_name", catalog));
        }
        if (name.equals("schemata")) {
            return listings.namespaces(catalog).stream()
                    .map(namespace ->
                            Map.<String, Object>of("catalog_name", catalog, "schema_name", namespace.toString()))
                    .toList();
        }
        List<TableEntry> entries = listings.tables(catalog).stream()
                .filter(entry -> wanted.fits("table_name", entry.table().name()))
                .filter(entry ->
                        wanted.fits("table_schema", entry.table().namespace().toString()))
                .toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        boolean described = name.equals("columns") || name.equals("show_all_tables");
        if (described && entries.size() > MAX_DESCRIBED) {
            warnings.add("Catalog '" + catalog + "' has " + entries.size() + " tables; columns of the first "
                    + MAX_DESCRIBED + " are listed. Narrow it with table_name = '...'");
            entries = entries.subList(0, MAX_DESCRIBED);
        }
        for (TableEntry entry : entries) {
            rows.addAll(described ? described(name, entry) : List.of(listed(name, entry)));
        }
        return rows;
    }

    private static Map<String, Object> listed(String name, TableEntry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        if (name.equals("show_tables")) {
            row.put("name", entry.table().toString());
            return row;
        }
        row.put("table_catalog", entry.table().catalog());
        row.put("table_schema", entry.table().namespace().toString());
        row.put("table_name", entry.table().name());
        row.put("table_type", entry.kind() == TableKind.VIEW ? "VIEW" : "BASE TABLE");
        row.put("table_comment", entry.comment().orElse(null));
        return row;
    }

    private List<Map<String, Object>> described(String name, TableEntry entry) {
        TableInfo info;
        try {
            info = tables.catalog(entry.table()).table(entry.table(), AsOf.LATEST);
        } catch (LakeException e) {
            warnings.add("The columns of " + entry.table() + " are missing: " + e.getMessage());
            return List.of();
        }
        return name.equals("columns") ? columns(info) : List.of(expanded(info));
    }

    private static Map<String, Object> expanded(TableInfo info) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("database", info.table().catalog());
        row.put("schema", info.table().namespace().toString());
        row.put("name", info.table().name());
        row.put("column_names", info.columns().stream().map(Field::name).toList());
        row.put(
                "column_types",
                info.columns().stream().map(field -> field.type().toString()).toList());
        row.put("temporary", false);
        return row;
    }

    private static List<Map<String, Object>> columns(TableInfo info) {
        List<Map<String, Object>> rows = new ArrayList<>();
        int position = 1;
        for (Field field : info.columns()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("table_catalog", info.table().catalog());
            row.put("table_schema", info.table().namespace().toString());
            row.put("table_name", info.table().name());
            row.put("column_name", field.name());
            row.put("ordinal_position", position++);
            row.put("is_nullable", field.required() ? "NO" : "YES");
            row.put("data_type", field.type().toString());
            row.put("column_comment", field.comment().orElse(null));
            rows.add(row);
        }
        return rows;
    }

    /** Values that a column must have for its row to pass the conditions of a SELECT, where they say so plainly. */
    record Wanted(Map<String, String> values) {
        /** From the conditions of the SELECT that reads nothing but this listing. */
        static Wanted beside(Reference listing, JsonNode tree) {
            if (Trees.isQuery(tree) && tree.path("from_table").equals(listing.node())) {
                return of(tree.path("where_clause"));
            }
            for (JsonNode child : tree) {
                Wanted found = beside(listing, child);
                if (!found.values().isEmpty()) {
                    return found;
                }
            }
            return new Wanted(Map.of());
        }

        private static Wanted of(JsonNode where) {
            Map<String, String> values = new LinkedHashMap<>();
            collect(where, values);
            return new Wanted(values);
        }

        private static void collect(JsonNode condition, Map<String, String> into) {
            if (condition.path("type").asText("").equals("CONJUNCTION_AND")) {
                condition.path("children").forEach(child -> collect(child, into));
            } else if (condition.path("type").asText("").equals("COMPARE_EQUAL")) {
                JsonNode column = condition.path("left");
                JsonNode value = condition.path("right").path("literal");
                if (Trees.isExpression(column, "COLUMN_REF")
                        && value.path("kind").asText("").equals("STRING")) {
                    List<String> names = Trees.texts(column.path("column_names"));
                    into.put(name(names), value.path("text").asText());
                }
            }
        }

        Optional<String> value(String column) {
            return Optional.ofNullable(values.get(column));
        }

        boolean fits(String column, String value) {
            return value(column).map(value::equals).orElse(true);
        }
    }
}
