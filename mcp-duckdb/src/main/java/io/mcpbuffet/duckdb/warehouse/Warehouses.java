package io.mcpbuffet.duckdb.warehouse;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.spi.Catalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the tables that the properties name. Apart from the provider, so that one that is only asked for its kind loads no Iceberg. */
final class Warehouses {
    private static final String SQLITE = "jdbc:sqlite:";

    private Warehouses() {}

    static Catalog open(String name, Map<String, String> properties) {
        List<String> given = Stream.of("warehouse", "uri", "table")
                .filter(properties::containsKey)
                .toList();
        if (given.isEmpty()) {
            throw LakeException.invalid("The catalog " + name + " names no tables")
                    .hint("Set warehouse to a directory, uri to jdbc:sqlite:FILE, or table to a *.metadata.json");
        }
        if (properties.containsKey("uri")) {
            return sqlite(name, properties);
        }
        return properties.containsKey("table") ? single(name, properties) : directory(name, properties);
    }

    private static Catalog directory(String name, Map<String, String> properties) {
        Path warehouse = existing(name, "warehouse", properties.get("warehouse"));
        LocalCatalog catalog = LocalCatalog.reading(warehouse, base(properties, warehouse));
        return IcebergCatalog.of(name, catalog, new LocalTableFiles(catalog.io()));
    }

    private static Catalog single(String name, Map<String, String> properties) {
        Path metadata = Path.of(properties.get("table")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(metadata)) {
            throw LakeException.notFound("There is no file '" + metadata + "' for the catalog " + name)
                    .hint("Set table to the newest *.metadata.json of the table");
        }
        Path table = metadata.getParent().getParent() == null
                ? metadata.getParent()
                : metadata.getParent().getParent();
        LocalFileIO io = LocalFileIO.reading(roots(properties, table), base(properties, table));
        return IcebergCatalog.of(
                name, new SingleTableCatalog(metadata, table.getFileName().toString(), io), new LocalTableFiles(io));
    }

    private static Catalog sqlite(String name, Map<String, String> properties) {
        String uri = properties.get("uri");
        if (!uri.startsWith(SQLITE)) {
            throw LakeException.invalid("The uri of the catalog " + name + " does not start with " + SQLITE)
                    .hint("Write uri: jdbc:sqlite:/path/to/catalog.db");
        }
        Path file = existing(name, "uri", uri.substring(SQLITE.length()).replaceFirst("\\?.*$", ""));
        LocalFileIO io = LocalFileIO.reading(roots(properties, file.getParent()), base(properties, file.getParent()));
        SqliteCatalog catalog = SqliteCatalog.open(file, properties.getOrDefault("catalog-name", ""), io);
        return IcebergCatalog.of(name, catalog, new LocalTableFiles(io));
    }

    private static List<Path> roots(Map<String, String> properties, Path otherwise) {
        List<Path> given = Stream.of("warehouse", "base")
                .filter(properties::containsKey)
                .map(key -> Path.of(properties.get(key)).toAbsolutePath().normalize())
                .toList();
        return given.isEmpty() ? List.of(otherwise) : given;
    }

    private static Path base(Map<String, String> properties, Path otherwise) {
        return properties.containsKey("base")
                ? Path.of(properties.get("base")).toAbsolutePath().normalize()
                : otherwise;
    }

    private static Path existing(String name, String property, String text) {
        Path path = Path.of(text).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw LakeException.notFound("There is no '" + path + "', the " + property + " of the catalog " + name)
                    .hint("Correct " + property + " in the configuration");
        }
        return path;
    }
}
