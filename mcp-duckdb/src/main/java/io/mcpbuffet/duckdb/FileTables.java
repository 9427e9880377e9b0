package io.mcpbuffet.duckdb;

import io.mcpbuffet.model.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which tables a tree of files makes. A file is a table named by its stem, in a namespace of the directories it is in ({@code main} for
 * the top). A directory is one table when it has {@code key=value} directories, or nothing but parts such as {@code part-00000.parquet}.
 *
 * @param tables by namespace and name, both in order
 */
record FileTables(Map<Namespace, Map<String, FileTable>> tables) {
    private static final Namespace MAIN = Namespace.of(DuckDbProvider.MAIN);
    private static final Pattern PARTITION = Pattern.compile("([^=]+)=.*");
    /** As written by Spark, DuckDB and Hive. */
    private static final Pattern PART = Pattern.compile("(part-|data_\\d|\\d{6}_\\d).*");

    static FileTables of(FileScan.Folder root, NameFilter filter) {
        List<FileTable> found = new ArrayList<>();
        collect(root, Namespace.ROOT, found);
        Map<Namespace, Map<String, FileTable>> tables = new LinkedHashMap<>();
        tables.put(MAIN, new TreeMap<>());
        distinct(found).stream()
                .filter(t -> filter.shows(t.namespace().levels(), t.name()))
                .forEach(t -> tables.computeIfAbsent(t.namespace(), n -> new TreeMap<>())
                        .put(t.name(), t));
        return new FileTables(tables);
    }

    /** @param namespace of the directories, the root being that without levels */
    private static void collect(FileScan.Folder folder, Namespace namespace, List<FileTable> found) {
        List<FileScan.Folder> partitions =
                folder.folders().stream().filter(FileTables::isPartition).toList();
        boolean parts = !folder.files().isEmpty()
                && folder.files().stream().allMatch(f -> PART.matcher(name(f)).matches());
        if (!partitions.isEmpty()) {
            List<Path> files = new ArrayList<>();
            partitions.forEach(p -> files.addAll(filesBelow(p)));
            found.addAll(grouped(folder, namespace, files));
        }
        if (parts && partitions.isEmpty()) {
            found.addAll(grouped(folder, namespace, folder.files()));
        } else if (!parts) {
            folder.files().forEach(file -> found.add(single(file, namespace)));
        }
        folder.folders().stream()
                .filter(sub -> !isPartition(sub))
                .forEach(sub -> collect(sub, namespace.child(sub.name()), found));
    }

    private static boolean isPartition(FileScan.Folder folder) {
        return PARTITION.matcher(folder.name()).matches();
    }

    private static List<Path> filesBelow(FileScan.Folder folder) {
        List<Path> files = new ArrayList<>(folder.files());
        folder.folders().forEach(sub -> files.addAll(filesBelow(sub)));
        return files;
    }

    private static FileTable single(Path file, Namespace namespace) {
        FileFormat format = FileFormat.of(name(file)).orElseThrow();
        return new FileTable(
                namespace.isRoot() ? MAIN : namespace,
                FileFormat.stem(name(file)),
                format,
                file,
                List.of(file),
                List.of());
    }

    /** One table for each format: as a rule there is one. */
    private static List<FileTable> grouped(FileScan.Folder folder, Namespace namespace, List<Path> files) {
        int depth = namespace.levels().size();
        Namespace parent = depth <= 1 ? MAIN : new Namespace(namespace.levels().subList(0, depth - 1));
        Map<FileFormat, List<Path>> byFormat = new TreeMap<>();
        files.forEach(f -> byFormat.computeIfAbsent(FileFormat.of(name(f)).orElseThrow(), k -> new ArrayList<>())
                .add(f));
        String stem = FileFormat.stem(folder.name());
        List<FileTable> tables = new ArrayList<>();
        byFormat.forEach((format, own) -> {
            String name =
                    byFormat.size() == 1 ? stem : stem + "." + format.name().toLowerCase(Locale.ROOT);
            tables.add(new FileTable(parent, name, format, folder.path(), own, keys(folder.path(), own)));
        });
        return tables;
    }

    private static List<String> keys(Path folder, List<Path> files) {
        Set<String> keys = new LinkedHashSet<>();
        for (Path level : folder.relativize(files.get(0)).normalize()) {
            var partition = PARTITION.matcher(level.toString());
            if (partition.matches() && !level.equals(files.get(0).getFileName())) {
                keys.add(partition.group(1));
            }
        }
        return List.copyOf(keys);
    }

    /** Files whose stems collide are named by their whole names; a directory keeps its name. */
    private static List<FileTable> distinct(List<FileTable> found) {
        record Key(Namespace namespace, String name) {}
        Map<Key, Integer> counts = new LinkedHashMap<>();
        found.forEach(t -> counts.merge(new Key(t.namespace(), t.name()), 1, Integer::sum));
        return found.stream()
                .map(t -> counts.get(new Key(t.namespace(), t.name())) > 1 && isSingle(t)
                        ? t.named(name(t.location()))
                        : t)
                .toList();
    }

    private static boolean isSingle(FileTable table) {
        return table.files().size() == 1
                && table.location().equals(table.files().get(0));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The namespaces directly below one, or the top ones, {@code main} first. */
    List<Namespace> below(Namespace parent) {
        int depth = parent.levels().size();
        Set<String> levels = new TreeSet<>();
        for (Namespace namespace : tables.keySet()) {
            if (namespace.levels().size() > depth
                    && namespace.levels().subList(0, depth).equals(parent.levels())) {
                levels.add(namespace.levels().get(depth));
            }
        }
        List<Namespace> children =
                new ArrayList<>(levels.stream().map(parent::child).toList());
        if (parent.isRoot()) {
            children.remove(MAIN);
            children.add(0, MAIN);
        }
        return Collections.unmodifiableList(children);
    }

    /** Whether there is such a namespace: one with tables, or one above it. */
    boolean has(Namespace namespace) {
        return tables.containsKey(namespace) || !below(namespace).isEmpty();
    }
}
