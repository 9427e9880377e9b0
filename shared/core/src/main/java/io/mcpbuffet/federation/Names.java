package io.mcpbuffet.federation;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds the table that a name means. Safe for use by many threads. */
final class Names {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int REMEMBERED_AT_MOST = 1000;
    private static final int SEARCHED_FOR_NEAREST = 1000;

    private final Map<String, LazyCatalog> catalogs;
    private final Parallel parallel;
    private final Listings listings;
    private final Access access;
    private final Clock clock;
    private final Map<TableRef, Instant> known = new ConcurrentHashMap<>();

    Names(Map<String, LazyCatalog> catalogs, Parallel parallel, Listings listings, Access access, Clock clock) {
        this.catalogs = catalogs;
        this.parallel = parallel;
        this.listings = listings;
        this.access = access;
        this.clock = clock;
    }

    TableRef resolve(List<String> parts) {
        if (parts.isEmpty() || parts.stream().anyMatch(String::isEmpty)) {
            throw LakeException.invalid("A table name has an empty part");
        }
        LazyCatalog first = catalogs.get(parts.get(0));
        if (first != null && parts.size() > 1) {
            TableRef full = relative(first.name(), parts.subList(1, parts.size()));
            if (first.use(catalog -> exists(catalog, full))) {
                return full;
            }
        }
        return resolveShort(parts, first);
    }

    private TableRef resolveShort(List<String> parts, LazyCatalog first) {
        var outcomes = parallel.ask(List.copyOf(catalogs.values()), c -> c.use(open -> found(c, open, parts)));
        List<TableRef> found = outcomes.stream()
                .filter(o -> o.error() == null)
                .flatMap(o -> o.answer().stream())
                .toList();
        List<LakeException> failures = outcomes.stream()
                .filter(o -> o.error() != null)
                .map(Parallel.Outcome::error)
                .toList();
        if (found.size() > 1) {
            throw LakeException.of(
                            ErrorCode.AMBIGUOUS_NAME,
                            "'" + text(parts) + "' fits more than one table: " + joined(found))
                    .hint("Use one of the full names");
        }
        if (!failures.isEmpty() && (first == null || !found.isEmpty())) {
            throw undecided(parts, found, failures.get(0));
        }
        return found.stream().findFirst().orElseThrow(() -> notFound(parts, first));
    }

    /** A catalog that does not answer may hold a table of that name as well, so a short name is not taken then. */
    private static LakeException undecided(List<String> parts, List<TableRef> found, LakeException failure) {
        String catalog = failure.catalog().orElse("?");
        String advice = found.isEmpty() ? "Write catalog.namespace.table" : "Write " + found.get(0);
        return LakeException.unavailable(
                        "'" + text(parts) + "' is a short name, and catalog '" + catalog
                                + "', which may have such a table, does not answer: " + failure.getMessage(),
                        failure)
                .hint(advice + ", or try again later")
                .in(catalog);
    }

    /** The tables of one catalog that a name without the catalog may mean; and, for a bare one, the table in its home namespace. */
    private List<TableRef> found(LazyCatalog catalog, Catalog open, List<String> parts) {
        List<TableRef> candidates = new ArrayList<>();
        if (parts.size() > 1) {
            candidates.add(relative(catalog.name(), parts));
        }
        boolean named = parts.size() == 2 && parts.get(0).equals(catalog.name());
        if (parts.size() == 1 || named) {
            String table = parts.get(parts.size() - 1);
            home(catalog, open).ifPresent(home -> candidates.add(new TableRef(catalog.name(), home, table)));
        }
        return candidates.stream().distinct().filter(c -> exists(open, c)).toList();
    }

    private static TableRef relative(String catalog, List<String> parts) {
        int last = parts.size() - 1;
        return new TableRef(catalog, new Namespace(parts.subList(0, last)), parts.get(last));
    }

    /** Where a bare table name is looked for: the configured namespace, or the only one, or the root of a catalog without any. */
    private static Optional<Namespace> home(LazyCatalog catalog, Catalog open) {
        if (catalog.defaultNamespace().isPresent()) {
            return catalog.defaultNamespace().map(Namespace::parse);
        }
        Page<NamespaceEntry> top = open.namespaces(Optional.empty(), PageRequest.first(2));
        if (top.next().isPresent() || top.items().size() > 1) {
            return Optional.empty();
        }
        return Optional.of(
                top.items().isEmpty() ? Namespace.ROOT : top.items().get(0).namespace());
    }

    private boolean exists(Catalog catalog, TableRef table) {
        if (!access.table(table)) {
            return false;
        }
        Instant until = known.get(table);
        if (until != null && clock.instant().isBefore(until)) {
            return true;
        }
        boolean there = ask(catalog, table);
        if (there) {
            if (known.size() >= REMEMBERED_AT_MOST) {
                known.clear();
            }
            known.put(table, clock.instant().plus(REMEMBERED));
        }
        return there;
    }

    private static boolean ask(Catalog catalog, TableRef table) {
        try {
            catalog.table(table, AsOf.LATEST);
            return true;
        } catch (LakeException e) {
            return switch (e.code()) {
                case NOT_FOUND, INVALID_ARGUMENT -> false;
                // It is there; what uses it meets the same failure and can tell it better.
                case UNSUPPORTED, PERMISSION_DENIED, LIMIT_EXCEEDED -> true;
                default -> throw e;
            };
        }
    }

    private LakeException notFound(List<String> parts, LazyCatalog first) {
        List<String> near = nearest(parts, first);
        String known = "Catalogs: " + String.join(", ", catalogs.keySet());
        String hint = near.isEmpty()
                ? "Call list_tables. " + known
                : "Did you mean " + String.join(" or ", near) + "? Otherwise call list_tables";
        LakeException error = LakeException.notFound("There is no table '" + text(parts) + "'")
                .hint(hint);
        return first == null ? error : error.in(first.name());
    }

    /** Full names of up to three tables that are spelt alike, in the named catalog or in all. */
    private List<String> nearest(List<String> parts, LazyCatalog first) {
        ListRequest all = ListRequest.all(SEARCHED_FOR_NEAREST);
        List<TableRef> tables;
        try {
            tables = listings.list(first == null ? all : all.in(first.name()), true).items().stream()
                    .map(item -> ((TableEntry) item.value()).table())
                    .toList();
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return List.of();
        }
        List<String> wanted = first != null && parts.size() > 1 ? parts.subList(1, parts.size()) : parts;
        record Scored(TableRef table, int distance) {}
        int tolerance = Math.max(2, parts.get(parts.size() - 1).length() / 3);
        return tables.stream()
                .map(t -> new Scored(t, distance(wanted, t)))
                .filter(s -> s.distance() <= tolerance)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(s -> text(s.table())))
                .limit(3)
                .map(s -> text(s.table()))
                .toList();
    }

    /** A wrong letter anywhere, or a right name in another namespace. */
    private static int distance(List<String> wanted, TableRef table) {
        List<String> own = new ArrayList<>(table.namespace().levels());
        own.add(table.name());
        int whole = Nearest.distance(String.join(".", wanted), String.join(".", own));
        int name = Nearest.distance(wanted.get(wanted.size() - 1), table.name());
        return Math.min(whole, wanted.size() == 1 ? name : name + 1);
    }

    private static String joined(List<TableRef> tables) {
        return tables.stream().map(TableRef::toString).collect(Collectors.joining(", "));
    }

    private static String text(TableRef table) {
        return table.toString();
    }

    private static String text(List<String> parts) {
        String text = new Namespace(parts).toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
