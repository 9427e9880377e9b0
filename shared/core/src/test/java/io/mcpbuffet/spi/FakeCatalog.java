package io.mcpbuffet.spi;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A catalog that is a map. Safe for use by many threads. */
public final class FakeCatalog implements Catalog, Snapshots, Metadata {
    private final String name;
    private final Map<TableRef, FakeTable> tables = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public FakeCatalog(String name) {
        this.name = name;
    }

    /** Adds a table by its dotted name inside the catalog, such as {@code sales.orders}. */
    public FakeCatalog with(String dotted, FakeTable table) {
        return with(TableRef.parse(name + "." + dotted), table);
    }

    public FakeCatalog with(TableRef ref, FakeTable table) {
        tables.put(ref, table);
        return this;
    }

    public Set<TableRef> refs() {
        return Set.copyOf(tables.keySet());
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        Namespace above = parent.orElse(Namespace.ROOT);
        require(above);
        int depth = above.levels().size();
        Set<Namespace> children = new LinkedHashSet<>();
        for (TableRef table : sorted()) {
            List<String> levels = table.namespace().levels();
            if (levels.size() > depth && levels.subList(0, depth).equals(above.levels())) {
                children.add(new Namespace(levels.subList(0, depth + 1)));
            }
        }
        return page.slice(children.stream()
                .map(n -> new NamespaceEntry(n, Optional.empty()))
                .toList());
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        require(namespace);
        return page.slice(sorted().stream()
                .filter(t -> t.namespace().equals(namespace))
                .map(t -> new TableEntry(
                        t,
                        tables.get(t).kind(),
                        Optional.of("fake"),
                        tables.get(t).comment()))
                .toList());
    }

    @Override
    public TableInfo table(TableRef ref, AsOf asOf) {
        FakeTable table = find(ref);
        Optional<Snapshot> snapshot = resolve(ref, asOf);
        return new TableInfo(
                ref,
                table.kind(),
                Optional.of("fake"),
                Optional.empty(),
                table.comment(),
                table.columns(),
                List.of(),
                List.of(),
                List.of(),
                snapshot.map(Snapshot::totalRows).orElse(OptionalLong.empty()),
                OptionalLong.empty(),
                snapshot,
                new TreeMap<>(table.properties()),
                List.of());
    }

    @Override
    public Page<Snapshot> snapshots(TableRef ref, Filter filter, PageRequest page) {
        FakeTable table = find(ref);
        Optional<Long> head = filter.ref().map(r -> head(table, r));
        List<Snapshot> newestFirst = new ArrayList<>(table.snapshots());
        Collections.reverse(newestFirst);
        return page.slice(newestFirst.stream()
                .filter(s -> head.map(h -> s.id() <= h).orElse(true))
                .filter(s ->
                        filter.since().map(t -> !s.committedAt().isBefore(t)).orElse(true))
                .filter(s ->
                        filter.until().map(t -> !s.committedAt().isAfter(t)).orElse(true))
                .toList());
    }

    @Override
    public Optional<Snapshot> resolve(TableRef ref, AsOf asOf) {
        FakeTable table = find(ref);
        List<Snapshot> all = table.snapshots();
        if (asOf instanceof AsOf.Latest || all.isEmpty()) {
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        }
        if (asOf instanceof AsOf.SnapshotId id) {
            return Optional.of(byId(table, id.id()));
        }
        if (asOf instanceof AsOf.Tag tag) {
            return Optional.of(byId(
                    table,
                    Optional.ofNullable(table.tags().get(tag.name()))
                            .orElseThrow(() -> LakeException.notFound("There is no tag '" + tag.name() + "'"))));
        }
        if (asOf instanceof AsOf.Branch branch) {
            return Optional.of(byId(table, head(table, branch.name())));
        }
        AsOf.Moment moment = (AsOf.Moment) asOf;
        return Optional.of(all.stream()
                .filter(s -> !s.committedAt().isAfter(moment.instant()))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> LakeException.of(
                        ErrorCode.SNAPSHOT_EXPIRED,
                        "The oldest snapshot is of " + all.get(0).committedAt())));
    }

    @Override
    public MetadataPage inspect(TableRef ref, MetadataView view, AsOf asOf, PageRequest page) {
        FakeTable table = find(ref);
        resolve(ref, asOf);
        List<List<Object>> rows = new ArrayList<>();
        table.snapshots().forEach(s -> rows.add(List.of(view.word(), Long.toString(s.id()))));
        return new MetadataPage(
                List.of(new ResultColumn("view", "string"), new ResultColumn("snapshot_id", "string")),
                page.slice(rows));
    }

    @Override
    public void ping() {}

    @Override
    public void close() {
        closed = true;
    }

    private static long head(FakeTable table, String ref) {
        if (ref.equals("main") && !table.snapshots().isEmpty()) {
            return table.snapshots().get(table.snapshots().size() - 1).id();
        }
        return Optional.ofNullable(table.tags().get(ref))
                .orElseThrow(() -> LakeException.notFound("There is no branch or tag '" + ref + "'"));
    }

    private static Snapshot byId(FakeTable table, long id) {
        return table.snapshots().stream()
                .filter(s -> s.id() == id)
                .findFirst()
                .orElseThrow(() -> LakeException.notFound("There is no snapshot " + id));
    }

    private FakeTable find(TableRef ref) {
        return Optional.ofNullable(tables.get(ref))
                .orElseThrow(() -> LakeException.notFound("There is no table " + ref));
    }

    private void require(Namespace namespace) {
        int depth = namespace.levels().size();
        boolean known = namespace.isRoot()
                || tables.keySet().stream()
                        .map(t -> t.namespace().levels())
                        .anyMatch(l -> l.size() >= depth && l.subList(0, depth).equals(namespace.levels()));
        if (!known) {
            throw LakeException.notFound("There is no namespace " + namespace);
        }
    }

    private Set<TableRef> sorted() {
        Set<TableRef> out = new TreeSet<>(java.util.Comparator.comparing(TableRef::toString));
        out.addAll(tables.keySet());
        return out;
    }
}
