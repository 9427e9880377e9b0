package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Versions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The data files of a directory as tables, by the rule of {@link FileTables}. Safe for use by many threads. */
final class FilesCatalog implements Catalog, LocalTables, Versions {
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MAX_KEPT = 5_000;

    private final String name;
    private final FileScan scan;
    private final NameFilter filter;
    private final FileDescriber describer;
    private final Map<TableRef, Described> described = new ConcurrentHashMap<>();
    private volatile Scanned known;

    private record Scanned(long at, FileTables tables) {}

    private record Described(FileTable table, List<Long> stamp, TableInfo info) {}

    FilesCatalog(String name, FileScan scan, NameFilter filter, LocalSql sql) {
        this.name = name;
        this.scan = scan;
        this.filter = filter;
        this.describer = new FileDescriber(sql);
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        FileTables tables = tables();
        Namespace top = parent.orElse(Namespace.ROOT);
        if (!top.isRoot()) {
            check(tables, top);
        }
        return page.slice(tables.below(top)).map(n -> new NamespaceEntry(n, Optional.empty()));
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        FileTables tables = tables();
        check(tables, namespace);
        Map<String, FileTable> own = tables.tables().getOrDefault(namespace, Map.of());
        return page.slice(List.copyOf(own.values()))
                .map(t -> new TableEntry(
                        ref(t), TableKind.TABLE, Optional.of(t.format().word()), Optional.empty()));
    }

    private void check(FileTables tables, Namespace namespace) {
        if (namespace.isRoot() || !tables.has(namespace)) {
            throw LakeException.notFound("Catalog " + name + " has no namespace '" + namespace + "'")
                    .hint("Call list_namespaces");
        }
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        FileTable found = find(table);
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported(ref(found) + " has no snapshots: plain files keep no past states")
                    .hint("Leave as_of out");
        }
        checkInside(found);
        List<Long> stamp = found.stamp();
        Described last = described.get(ref(found));
        if (last != null && last.stamp.equals(stamp) && last.table.equals(found)) {
            return last.info;
        }
        TableInfo info = describer.describe(ref(found), found, stamp);
        if (described.size() >= MAX_KEPT) {
            described.clear();
        }
        described.put(ref(found), new Described(found, stamp, info));
        return info;
    }

    @Override
    public Optional<String> version(TableRef table) {
        FileTable found = find(table);
        return Optional.of(Integer.toHexString(
                List.of(found.files(), found.stamp(), found.format()).hashCode()));
    }

    /** NOT_FOUND also when a file has become a link that leads out of the directory. */
    @Override
    public Source source(TableRef table) {
        FileTable found = find(table);
        checkInside(found);
        return new Files(found.format().reader(), found.files(), found.options());
    }

    private void checkInside(FileTable table) {
        for (Path file : table.files()) {
            if (!scan.holds(file)) {
                throw LakeException.notFound("The file " + file + " of " + ref(table) + " is gone");
            }
        }
    }

    private FileTable find(TableRef table) {
        FileTables tables = tables();
        FileTable found =
                tables.tables().getOrDefault(table.namespace(), Map.of()).get(table.name());
        if (found != null) {
            return found;
        }
        List<String> names = new ArrayList<>();
        tables.tables().values().forEach(own -> own.values().forEach(t -> names.add(ref(t).toString())));
        List<String> near = Nearest.among(table.toString(), names, 3);
        throw LakeException.notFound("There is no table " + table)
                .hint(near.isEmpty() ? "Call list_tables" : "Did you mean " + String.join(" or ", near) + "?");
    }

    private TableRef ref(FileTable table) {
        return new TableRef(name, table.namespace(), table.name());
    }

    private FileTables tables() {
        Scanned last = known;
        if (last == null || System.nanoTime() - last.at > MAX_AGE_NANOS) {
            last = new Scanned(System.nanoTime(), FileTables.of(scan.read(), filter));
            known = last;
        }
        return last.tables;
    }

    @Override
    public void ping() {
        scan.read();
    }

    @Override
    public void close() {
        described.clear();
        known = null;
    }
}
