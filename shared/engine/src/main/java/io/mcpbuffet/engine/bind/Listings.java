package io.mcpbuffet.engine.bind;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Namespaces and tables of a catalog at every depth, up to a bound. */
final class Listings {
    private static final int PAGE = 200;
    private static final int MAX_PAGES = 20;
    private static final int MAX_NAMESPACES = 1000;
    private static final int MAX_TABLES = 5000;

    private final Tables tables;

    Listings(Tables tables) {
        this.tables = tables;
    }

    Catalog catalog(String name) {
        return tables.catalog(new TableRef(name, Namespace.ROOT, "any"));
    }

    List<Namespace> namespaces(String catalog) {
        Catalog open = catalog(catalog);
        List<Namespace> found = new ArrayList<>();
        found.add(Namespace.ROOT);
        for (int i = 0; i < found.size() && found.size() < MAX_NAMESPACES; i++) {
            found.addAll(children(catalog, open, found.get(i)));
        }
        return found.subList(1, found.size());
    }

    List<TableEntry> tables(String catalog) {
        Catalog open = catalog(catalog);
        List<Namespace> all = new ArrayList<>(namespaces(catalog));
        all.add(0, Namespace.ROOT);
        List<TableEntry> found = new ArrayList<>();
        for (Namespace namespace : all) {
            if (found.size() < MAX_TABLES) {
                found.addAll(tables(open, namespace));
            }
        }
        return found;
    }

    List<Namespace> children(String name, Catalog catalog, Namespace parent) {
        Optional<Namespace> above = parent.isRoot() ? Optional.empty() : Optional.of(parent);
        return all(page -> catalog.namespaces(above, page)).stream()
                .map(NamespaceEntry::namespace)
                .filter(namespace -> tables.shows(name, namespace))
                .toList();
    }

    /** None for the root of a catalog that keeps no tables there. */
    List<TableEntry> tables(Catalog catalog, Namespace namespace) {
        try {
            return all(page -> catalog.tables(namespace, page)).stream()
                    .filter(entry -> tables.shows(entry.table()))
                    .toList();
        } catch (io.mcpbuffet.error.LakeException e) {
            if (namespace.isRoot()) {
                return List.of();
            }
            throw e;
        }
    }

    private static <T> List<T> all(Function<PageRequest, Page<T>> listing) {
        Page<T> page = listing.apply(PageRequest.first(PAGE));
        List<T> items = new ArrayList<>(page.items());
        for (int i = 1; i < MAX_PAGES && page.next().isPresent(); i++) {
            page = listing.apply(new PageRequest(PAGE, page.next()));
            items.addAll(page.items());
        }
        return items;
    }
}
