package io.mcpbuffet.duckdb.warehouse;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.sqlite.SQLiteConfig;

/**
 * The catalog that PyIceberg's SqlCatalog and Iceberg's JdbcCatalog keep in SQLite: the table {@code iceberg_tables}. Iceberg's own
 * reader of it would create its tables, so this one reads a read-only connection.
 */
final class SqliteCatalog extends ReadOnlyCatalog {
    private final Path file;
    private final String catalog;

    private SqliteCatalog(Path file, String catalog, LocalFileIO io) {
        super(io);
        this.file = file;
        this.catalog = catalog;
    }

    /** {@code catalog} may be empty where the file holds one. */
    static SqliteCatalog open(Path file, String catalog, LocalFileIO io) {
        SqliteCatalog opened = new SqliteCatalog(file, catalog, io);
        return catalog.isEmpty() ? new SqliteCatalog(file, opened.onlyCatalog(), io) : opened;
    }

    private String onlyCatalog() {
        List<String> names = strings("SELECT DISTINCT catalog_name FROM iceberg_tables ORDER BY 1");
        if (names.size() > 1) {
            throw LakeException.invalid("'" + file + "' holds the catalogs " + String.join(", ", names))
                    .hint("Set catalog-name to one of them");
        }
        return names.isEmpty() ? "" : names.get(0);
    }

    @Override
    String metadataLocation(TableIdentifier table) {
        List<String> found = strings(
                "SELECT metadata_location FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?",
                catalog,
                table.namespace().toString(),
                table.name());
        if (found.isEmpty()) {
            throw new NoSuchTableException("Table does not exist: %s", table);
        }
        return found.get(0);
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        requireKnown(namespace);
        return strings(
                        "SELECT table_name FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? ORDER BY 1",
                        catalog,
                        namespace.toString())
                .stream()
                .map(name -> TableIdentifier.of(namespace, name))
                .toList();
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        requireKnown(parent);
        return below(parent, namespaces());
    }

    private void requireKnown(Namespace namespace) {
        if (!namespace.isEmpty() && namespaces().stream().noneMatch(known -> startsWith(known, namespace))) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
        }
    }

    private List<Namespace> namespaces() {
        Set<String> names = new LinkedHashSet<>(strings(
                "SELECT DISTINCT table_namespace FROM iceberg_tables WHERE catalog_name = ? ORDER BY 1", catalog));
        if (!strings("SELECT name FROM sqlite_master WHERE name = 'iceberg_namespace_properties'")
                .isEmpty()) {
            names.addAll(strings(
                    "SELECT DISTINCT namespace FROM iceberg_namespace_properties WHERE catalog_name = ? ORDER BY 1",
                    catalog));
        }
        return names.stream().map(name -> Namespace.of(name.split("\\."))).toList();
    }

    private List<String> strings(String sql, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> out = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    out.add(rows.getString(1));
                }
            }
            return out;
        } catch (SQLException e) {
            throw LakeException.unavailable("'" + file + "' is no readable Iceberg catalog: " + firstLine(e), e)
                    .hint("Point uri at the SQLite file that your writer uses as its catalog");
        }
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5000);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
