package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Tables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the table that a name in SQL means: as it is written, and where there is none, without regard to case. */
final class TableLookup {
    private static final Pattern FILE = Pattern.compile(
            "(?i).*(/|\\\\|://|\\*|\\.(csv|tsv|parquet|json|ndjson|jsonl|db|duckdb|gz|zst|txt|xlsx|arrow|avro|orc)$).*");

    private final Tables tables;
    private final Listings listings;

    TableLookup(Tables tables) {
        this.tables = tables;
        this.listings = new Listings(tables);
    }

    Catalog catalog(TableRef table) {
        return tables.catalog(table);
    }

    /** @param candidates names to try in turn */
    TableRef resolve(List<List<String>> candidates, String place) {
        LakeException failure = null;
        for (List<String> path : candidates) {
            try {
                return resolve(path);
            } catch (LakeException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                failure = e;
            }
        }
        String last = candidates
                .get(candidates.size() - 1)
                .get(candidates.get(candidates.size() - 1).size() - 1);
        if (FILE.matcher(last).matches()) {
            throw Rule.NO_FILES.broken("'" + abbreviate(last) + "' is no table of the catalogs" + place);
        }
        throw LakeException.of(ErrorCode.NOT_FOUND, failure.getMessage() + place, failure)
                .hint(failure.hint());
    }

    private static String abbreviate(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }

    private TableRef resolve(List<String> path) {
        try {
            return tables.resolve(path);
        } catch (LakeException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return ignoringCase(path).orElseThrow(() -> e);
        }
    }

    private Optional<TableRef> ignoringCase(List<String> path) {
        Set<TableRef> found = new LinkedHashSet<>();
        for (String catalog : tables.catalogs()) {
            if (path.size() > 1 && path.get(0).equalsIgnoreCase(catalog)) {
                found.addAll(within(catalog, path.subList(1, path.size())));
            }
        }
        if (found.isEmpty()) {
            for (List<String> variant : List.of(folded(path, false), folded(path, true))) {
                attempt(variant).ifPresent(found::add);
            }
        }
        if (found.isEmpty() && path.size() > 1) {
            tables.catalogs().forEach(catalog -> found.addAll(within(catalog, path)));
        }
        if (found.size() > 1) {
            throw LakeException.of(
                            ErrorCode.AMBIGUOUS_NAME,
                            "'" + String.join(".", path) + "' fits more than one table: " + found)
                    .hint("Write the name in the case it has");
        }
        return found.stream().findFirst();
    }

    private static List<String> folded(List<String> path, boolean upper) {
        return path.stream()
                .map(part -> upper ? part.toUpperCase(Locale.ROOT) : part.toLowerCase(Locale.ROOT))
                .toList();
    }

    private Optional<TableRef> attempt(List<String> path) {
        try {
            return Optional.of(tables.resolve(path));
        } catch (LakeException e) {
            return Optional.empty();
        }
    }

    private List<TableRef> within(String name, List<String> path) {
        try {
            Catalog catalog = listings.catalog(name);
            List<Namespace> namespaces = List.of(Namespace.ROOT);
            for (String level : path.subList(0, path.size() - 1)) {
                List<Namespace> next = new ArrayList<>();
                namespaces.forEach(parent -> listings.children(name, catalog, parent).stream()
                        .filter(child ->
                                child.levels().get(child.levels().size() - 1).equalsIgnoreCase(level))
                        .forEach(next::add));
                namespaces = next;
            }
            String table = path.get(path.size() - 1);
            List<TableRef> found = new ArrayList<>();
            namespaces.forEach(namespace -> listings.tables(catalog, namespace).stream()
                    .map(entry -> entry.table())
                    .filter(entry -> entry.name().equalsIgnoreCase(table))
                    .forEach(found::add));
            return found;
        } catch (LakeException e) {
            // The name as it was written is not found; that is what the caller tells.
            return List.of();
        }
    }
}
