package io.mcpbuffet.engine.bind;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Tables;
import io.mcpbuffet.spi.Views;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Catalogs over DuckDB files, each schema a namespace, with views that a test adds. */
final class FileTables implements Tables {
    private final Map<String, FileCatalog> catalogs = new LinkedHashMap<>();

    /** Makes a DuckDB file of the statements and adds it as a catalog. */
    FileTables add(String name, Path directory, String... statements) throws SQLException {
        Path file = directory.resolve(name + ".duckdb");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            List<TableInfo> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL")) {
                Map<TableRef, List<Field>> columns = new LinkedHashMap<>();
                while (rows.next()) {
                    TableRef table = new TableRef(name, Namespace.of(rows.getString(1)), rows.getString(2));
                    columns.computeIfAbsent(table, t -> new ArrayList<>())
                            .add(Field.optional(rows.getString(3), new DataType.Foreign(rows.getString(4))));
                }
                columns.forEach((table, fields) -> tables.add(info(table, fields)));
            }
            catalogs.put(name, new FileCatalog(file, tables));
        }
        return this;
    }

    FileTables view(String name, Views.ViewSql sql) {
        TableRef view = TableRef.parse(name);
        catalogs.get(view.catalog()).views.put(view, sql);
        return this;
    }

    private static TableInfo info(TableRef table, List<Field> columns) {
        return new TableInfo(
                table,
                TableKind.TABLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                columns,
                List.of(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                List.of());
    }

    @Override
    public TableRef resolve(List<String> parts) {
        List<TableRef> found = new ArrayList<>();
        for (FileCatalog catalog : catalogs.values()) {
            for (TableRef table : catalog.all()) {
                List<String> full = new ArrayList<>(List.of(table.catalog()));
                full.addAll(table.namespace().levels());
                full.add(table.name());
                if (parts.size() <= full.size()
                        && full.subList(full.size() - parts.size(), full.size()).equals(parts)) {
                    found.add(table);
                }
            }
        }
        if (found.size() != 1) {
            throw LakeException.notFound("There is no one table '" + String.join(".", parts) + "'");
        }
        return found.get(0);
    }

    @Override
    public Catalog catalog(TableRef table) {
        return catalogs.get(table.catalog());
    }

    @Override
    public List<String> catalogs() {
        return List.copyOf(catalogs.keySet());
    }

    private static final class FileCatalog implements Catalog, LocalTables, Views {
        private final Path file;
        private final List<TableInfo> tables;
        private final Map<TableRef, ViewSql> views = new LinkedHashMap<>();

        FileCatalog(Path file, List<TableInfo> tables) {
            this.file = file;
            this.tables = tables;
        }

        List<TableRef> all() {
            List<TableRef> all =
                    new ArrayList<>(tables.stream().map(TableInfo::table).toList());
            all.addAll(views.keySet());
            return all;
        }

        @Override
        public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
            List<NamespaceEntry> found = tables.stream()
                    .filter(t -> parent.isEmpty())
                    .map(t -> t.table().namespace())
                    .distinct()
                    .map(n -> new NamespaceEntry(n, Optional.empty()))
                    .toList();
            return new Page<>(found, Optional.empty());
        }

        @Override
        public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
            List<TableEntry> found = all().stream()
                    .filter(t -> t.namespace().equals(namespace))
                    .map(t -> new TableEntry(t, TableKind.TABLE, Optional.empty(), Optional.empty()))
                    .toList();
            return new Page<>(found, Optional.empty());
        }

        @Override
        public TableInfo table(TableRef table, AsOf asOf) {
            return tables.stream()
                    .filter(t -> t.table().equals(table))
                    .findFirst()
                    .orElseThrow(() -> LakeException.notFound("There is no table " + table));
        }

        @Override
        public Source source(TableRef table) {
            return new Attached(file, table.namespace().levels().get(0), table.name());
        }

        @Override
        public Optional<ViewSql> view(TableRef table, String dialect) {
            return Optional.ofNullable(views.get(table));
        }

        @Override
        public void ping() {}

        @Override
        public void close() {}
    }
}
