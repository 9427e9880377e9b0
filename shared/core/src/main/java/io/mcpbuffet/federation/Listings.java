package io.mcpbuffet.federation;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.Glob;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.TableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists what several catalogs hold as one list. Safe for use by many threads. */
final class Listings {
    private final Map<String, LazyCatalog> catalogs;
    private final Parallel parallel;
    private final Access access;

    Listings(Map<String, LazyCatalog> catalogs, Parallel parallel, Access access) {
        this.catalogs = catalogs;
        this.parallel = parallel;
        this.access = access;
    }

    /** The items are {@link TableEntry} or {@link NamespaceEntry}, as {@code tables} says. */
    Listing<Object> list(ListRequest request, boolean tables) {
        Map<String, List<Position>> starts = starts(request, tables);
        if (starts.isEmpty() && request.namespace().isPresent()) {
            throw unknownNamespace(request);
        }
        Optional<Glob> pattern = request.pattern().map(Glob::new);
        Map<LazyCatalog, Gathering> gatherings = new LinkedHashMap<>();
        starts.forEach((name, start) -> gatherings.put(
                catalogs.get(name), new Gathering(start, tables, pattern, filter(name, pattern), request.size() + 1)));
        var outcomes = parallel.ask(List.copyOf(gatherings.keySet()), c -> c.use(gatherings.get(c)::gather));
        refuseIfAlone(request, outcomes);
        Merge merge = new Merge(request.size());
        for (var outcome : outcomes) {
            merge.add(outcome, gatherings.get(outcome.catalog()).state());
        }
        return merge.listing();
    }

    /** With one catalog there is nothing to show besides the failure; a namespace that none knows is a failure of the call. */
    private void refuseIfAlone(ListRequest request, List<Parallel.Outcome<Void>> outcomes) {
        List<LakeException> errors = outcomes.stream()
                .filter(o -> o.error() != null)
                .map(Parallel.Outcome::error)
                .toList();
        boolean all = errors.size() == outcomes.size() && !errors.isEmpty();
        boolean unknown = errors.stream().allMatch(e -> e.code() == ErrorCode.NOT_FOUND);
        if (all && outcomes.size() == 1 && !(errors.get(0).code() == ErrorCode.TIMED_OUT)) {
            throw errors.get(0);
        }
        if (all && unknown) {
            throw unknownNamespace(request);
        }
    }

    private LakeException unknownNamespace(ListRequest request) {
        return LakeException.notFound(
                        "No catalog has a namespace '" + request.namespace().orElse("") + "'")
                .hint("Call list_namespaces. Catalogs: " + String.join(", ", catalogs.keySet()));
    }

    /** Whether a walk begins where something may be seen. */
    private boolean shows(Position start) {
        return start.frames().stream()
                .allMatch(frame -> frame.namespace().isRoot() || access.namespace(start.catalog(), frame.namespace()));
    }

    private boolean shows(String catalog, Object item) {
        return item instanceof TableEntry entry
                ? access.table(entry.table())
                : access.namespace(catalog, ((NamespaceEntry) item).namespace());
    }

    private Map<String, List<Position>> starts(ListRequest request, boolean tables) {
        Map<String, List<Position>> fresh = new LinkedHashMap<>();
        for (String name : named(request)) {
            List<Position> shown = beginnings(name, request, tables).stream()
                    .filter(this::shows)
                    .toList();
            if (!shown.isEmpty()) {
                fresh.put(name, shown);
            }
        }
        if (request.position().isEmpty()) {
            return fresh;
        }
        Position from = Position.read(request.position().get());
        if (!fresh.containsKey(from.catalog())) {
            throw LakeException.invalid("The cursor is of a catalog that is not listed here");
        }
        Map<String, List<Position>> rest = new LinkedHashMap<>();
        fresh.forEach((name, start) -> {
            if (!rest.isEmpty() || name.equals(from.catalog())) {
                rest.put(name, rest.isEmpty() ? List.of(from) : start);
            }
        });
        return rest;
    }

    /** The catalogs that are asked: the named one, or the one that the namespace begins with, or all. */
    private List<String> named(ListRequest request) {
        if (request.catalog().isPresent()) {
            String name = request.catalog().get();
            if (!catalogs.containsKey(name)) {
                throw unknownCatalog(name, catalogs.keySet());
            }
            return List.of(name);
        }
        Optional<String> first =
                request.namespace().map(n -> Namespace.parse(n).levels().get(0)).filter(catalogs::containsKey);
        return first.map(List::of).orElse(List.copyOf(catalogs.keySet()));
    }

    private static List<Position> beginnings(String catalog, ListRequest request, boolean tables) {
        if (request.namespace().isEmpty()) {
            return List.of(below(catalog, Namespace.ROOT, tables));
        }
        List<String> levels = Namespace.parse(request.namespace().get()).levels();
        Position plain = inside(catalog, new Namespace(levels), tables);
        if (!levels.get(0).equals(catalog)) {
            return List.of(plain);
        }
        if (levels.size() == 1) {
            return request.catalog().isPresent()
                    ? List.of(plain, below(catalog, Namespace.ROOT, tables))
                    : List.of(below(catalog, Namespace.ROOT, tables));
        }
        Position full = inside(catalog, new Namespace(levels.subList(1, levels.size())), tables);
        return List.of(full, plain);
    }

    private static Position inside(String catalog, Namespace namespace, boolean tables) {
        return tables ? Walk.tablesIn(catalog, namespace) : Walk.namespacesBelow(catalog, namespace);
    }

    private static Position below(String catalog, Namespace namespace, boolean tables) {
        return tables ? Walk.tablesBelow(catalog, namespace) : Walk.namespacesBelow(catalog, namespace);
    }

    private Predicate<Object> filter(String catalog, Optional<Glob> pattern) {
        Predicate<Object> shown = item -> shows(catalog, item);
        return pattern.isEmpty() ? shown : shown.and(fitting(catalog, pattern.get()));
    }

    private static Predicate<Object> fitting(String catalog, Glob glob) {
        return item -> {
            List<String> parts = parts(catalog, item);
            int last = parts.size() - 1;
            return glob.matches(parts.get(last))
                    || glob.matches(String.join(".", parts.subList(1, parts.size())))
                    || glob.matches(String.join(".", parts));
        };
    }

    private static List<String> parts(String catalog, Object item) {
        List<String> parts = new ArrayList<>(List.of(catalog));
        if (item instanceof TableEntry entry) {
            parts.addAll(entry.table().namespace().levels());
            parts.add(entry.table().name());
        } else {
            parts.addAll(((NamespaceEntry) item).namespace().levels());
        }
        return parts;
    }

    /** NOT_FOUND with the nearest name. */
    static LakeException unknownCatalog(String name, Collection<String> known) {
        String nearest =
                Nearest.of(name, known).map(n -> "Did you mean '" + n + "'? ").orElse("");
        return LakeException.notFound("There is no catalog '" + name + "'")
                .hint(nearest + "Catalogs: " + String.join(", ", known));
    }
}
