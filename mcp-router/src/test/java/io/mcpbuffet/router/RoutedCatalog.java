package io.mcpbuffet.router;

import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.federation.ListRequest;
import io.mcpbuffet.federation.Listing;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One catalog as it is seen through a lakehouse of several: listed by its pages, with names resolved by it. */
class RoutedCatalog implements Catalog {
    private final Lakehouse lakehouse;
    private final String name;

    private RoutedCatalog(Lakehouse lakehouse, String name) {
        this.lakehouse = lakehouse;
        this.name = name;
    }

    static RoutedCatalog of(Lakehouse lakehouse, String name) {
        return new RoutedCatalog(lakehouse, name);
    }

    /** For a catalog that keeps the past states of its tables. */
    static RoutedCatalog withHistory(Lakehouse lakehouse, String name) {
        return new WithHistory(lakehouse, name);
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        int depth = parent.map(p -> p.levels().size()).orElse(0) + 1;
        List<NamespaceEntry> children = new ArrayList<>();
        Optional<String> position = Optional.empty();
        do {
            Listing<NamespaceEntry> listed = lakehouse.namespaces(request(parent, page.size(), position));
            listed.items().stream()
                    .map(item -> inside(item.value()))
                    .filter(e -> e.namespace().levels().size() == depth)
                    .forEach(children::add);
            position = listed.more() ? Optional.of(listed.position()) : Optional.empty();
        } while (position.isPresent());
        return page.slice(children);
    }

    /** Without the name of the catalog, which is the first level of a listing over several. */
    private static NamespaceEntry inside(NamespaceEntry entry) {
        List<String> levels = entry.namespace().levels();
        return new NamespaceEntry(new Namespace(levels.subList(1, levels.size())), entry.comment());
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        Listing<TableEntry> listed = lakehouse.tables(request(Optional.of(namespace), page.size(), page.cursor()));
        return new Page<>(
                listed.items().stream().map(Listing.Item::value).toList(),
                listed.more() ? Optional.of(listed.position()) : Optional.empty());
    }

    private ListRequest request(Optional<Namespace> namespace, int size, Optional<String> position) {
        return new ListRequest(Optional.of(name), namespace.map(Namespace::toString), Optional.empty(), size, position);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        TableRef resolved = lakehouse.resolve(table.toString());
        return lakehouse.with(resolved.catalog(), c -> c.table(resolved, asOf));
    }

    @Override
    public void ping() {
        lakehouse.status().forEach(status -> status.error().ifPresent(e -> {
            throw e;
        }));
    }

    @Override
    public void close() {
        lakehouse.close();
    }

    private static final class WithHistory extends RoutedCatalog implements Snapshots, Metadata {
        WithHistory(Lakehouse lakehouse, String name) {
            super(lakehouse, name);
        }

        @Override
        public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
            return ((Snapshots) catalog(table)).snapshots(table, filter, page);
        }

        @Override
        public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
            return ((Snapshots) catalog(table)).resolve(table, asOf);
        }

        @Override
        public MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page) {
            return ((Metadata) catalog(table)).inspect(table, view, asOf, page);
        }

        private Catalog catalog(TableRef table) {
            return super.lakehouse.catalog(super.lakehouse.resolve(table.toString()));
        }
    }
}
