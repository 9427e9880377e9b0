package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens catalogs of kind {@code duckdb}: a DuckDB database file, or a directory of Parquet, CSV and JSON files. */
public final class DuckDbProvider implements CatalogProvider {
    /** The namespace of a database's own tables, and of the files directly in a directory. */
    static final String MAIN = "main";

    @Override
    public String kind() {
        return "duckdb";
    }

    @Override
    public List<PropertySpec> properties() {
        return List.of(
                PropertySpec.required(
                                "path",
                                "A `.duckdb` file, a directory of Parquet, CSV and JSON files, or a glob of such files")
                        .asPath(),
                PropertySpec.optional(
                        "include", "Tables to show, as globs of `namespace.table` or `table`, separated by commas"),
                PropertySpec.optional("exclude", "Tables to hide, written like `include`"));
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("default-namespace", MAIN);
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SQL);
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        NameFilter filter =
                NameFilter.of(properties.getOrDefault("include", ""), properties.getOrDefault("exclude", ""));
        Path path = path(properties.getOrDefault("path", ""));
        if (isGlob(path)) {
            return new FilesCatalog(name, FileScan.ofGlob(path), filter, services.localSql());
        }
        if (Files.isDirectory(path)) {
            return new FilesCatalog(name, FileScan.ofDirectory(path), filter, services.localSql());
        }
        DatabaseFile file = new DatabaseFile(path);
        file.check();
        return new DuckDbCatalog(name, file, filter, services.localSql());
    }

    private static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            throw LakeException.invalid("The path '" + text + "' is not one of this system");
        }
        throw LakeException.invalid("The property path is empty");
    }

    private static boolean isGlob(Path path) {
        String text = path.toString();
        return !Files.exists(path) && (text.contains("*") || text.contains("?") || text.contains("{"));
    }
}
