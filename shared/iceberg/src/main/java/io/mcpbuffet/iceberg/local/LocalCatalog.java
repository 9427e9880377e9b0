package io.mcpbuffet.iceberg.local;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.view.BaseMetastoreViewCatalog;
import org.apache.iceberg.view.ViewOperations;

/**
 * An Iceberg warehouse in a directory: namespaces are directories, tables are directories with a {@code metadata} directory. Needs
 * no Hadoop. One process may write at a time; any number may read.
 */
public final class LocalCatalog extends BaseMetastoreViewCatalog implements SupportsNamespaces {
    private final Path warehouse;
    private final LocalFileIO io;

    private LocalCatalog(String name, Path warehouse, LocalFileIO io) {
        this.warehouse = warehouse;
        this.io = io;
        super.initialize(name, Map.of());
    }

    /** Opens a warehouse for reading; locations in its metadata may be relative to {@code base}. */
    public static LocalCatalog reading(Path warehouse, Path base) {
        return new LocalCatalog("local", warehouse, LocalFileIO.reading(List.of(warehouse, base), base));
    }

    /** Opens a warehouse for reading and writing. */
    public static LocalCatalog writing(Path warehouse) {
        return new LocalCatalog("local", warehouse, LocalFileIO.writing(warehouse));
    }

    /** What reads the files of its tables. */
    public LocalFileIO io() {
        return io;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new LocalTableOperations(directory(table), table.toString(), io);
    }

    @Override
    protected ViewOperations newViewOps(TableIdentifier view) {
        return new LocalViewOperations(directory(view), view.toString(), io);
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier table) {
        return directory(table).toString();
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return children(namespace).stream()
                .filter(directory -> new VersionFiles(directory).isTable())
                .map(directory ->
                        TableIdentifier.of(namespace, directory.getFileName().toString()))
                .toList();
    }

    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        return children(namespace).stream()
                .filter(directory -> new VersionFiles(directory).isView())
                .map(directory ->
                        TableIdentifier.of(namespace, directory.getFileName().toString()))
                .toList();
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        return children(parent).stream()
                .filter(LocalCatalog::isNamespace)
                .map(directory -> Namespace.of(Stream.concat(
                                Stream.of(parent.levels()),
                                Stream.of(directory.getFileName().toString()))
                        .toArray(String[]::new)))
                .toList();
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        if (!isNamespace(directory(namespace))) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
        }
        return Map.of();
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        try {
            Files.createDirectories(directory(namespace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNamespace(Path directory) {
        return Files.isDirectory(directory) && !Files.isDirectory(directory.resolve("metadata"));
    }

    private List<Path> children(Namespace namespace) {
        Path directory = directory(namespace);
        if (!Files.isDirectory(directory)) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LakeException.unavailable("'" + directory + "' cannot be listed", e);
        }
    }

    private Path directory(TableIdentifier table) {
        return child(directory(table.namespace()), table.name());
    }

    private Path directory(Namespace namespace) {
        Path directory = warehouse;
        for (String level : namespace.levels()) {
            directory = child(directory, level);
        }
        return directory;
    }

    /** A name is one path element, whatever it holds. */
    private static Path child(Path parent, String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw LakeException.notFound("There is nothing named '" + name + "' in a local warehouse");
        }
        return parent.resolve(name);
    }

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        throw new UnsupportedOperationException("Tables are not dropped");
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException("Tables are not renamed");
    }

    @Override
    public boolean dropView(TableIdentifier view) {
        throw new UnsupportedOperationException("Views are not dropped");
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException("Views are not renamed");
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        throw new UnsupportedOperationException("Namespaces are not dropped");
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        throw new UnsupportedOperationException("Namespaces have no properties");
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        throw new UnsupportedOperationException("Namespaces have no properties");
    }
}
