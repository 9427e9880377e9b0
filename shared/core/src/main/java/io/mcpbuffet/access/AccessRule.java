package io.mcpbuffet.access;

import io.mcpbuffet.model.Glob;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Locale;

/** One rule on what may be seen and used. Empty lists stand for all; the others are of globs, matched without regard to case. */
public record AccessRule(
        List<String> catalogs, List<String> namespaces, List<String> tables, List<String> tools, boolean allow) {
    /** Allows nothing; the list that it is in allows by name only. */
    static final AccessRule NONE = new AccessRule(List.of(""), List.of(), List.of(), List.of(""), true);

    public AccessRule {
        catalogs = List.copyOf(catalogs);
        namespaces = List.copyOf(namespaces);
        tables = List.copyOf(tables);
        tools = List.copyOf(tools);
    }

    boolean hasTool(String tool) {
        return any(tools, tool);
    }

    /** Whether it is about tools alone, whatever they read. */
    boolean aboutToolsOnly() {
        return catalogs.isEmpty() && namespaces.isEmpty() && tables.isEmpty();
    }

    boolean hasTable(TableRef table) {
        return any(catalogs, table.catalog()) && under(table.namespace()) && named(table);
    }

    /** Whether it is about a whole catalog. */
    boolean hasAll(String catalog) {
        return any(catalogs, catalog) && namespaces.isEmpty() && tables.isEmpty();
    }

    /** Whether it is about everything in a namespace. */
    boolean hasAll(String catalog, Namespace namespace) {
        return any(catalogs, catalog) && under(namespace) && tables.isEmpty();
    }

    /** Whether it may be about something in a catalog. */
    boolean reaches(String catalog) {
        return any(catalogs, catalog);
    }

    /** Whether it may be about something in a namespace, or below it. */
    boolean reaches(String catalog, Namespace namespace) {
        String below = namespace.toString().toLowerCase(Locale.ROOT) + ".";
        return any(catalogs, catalog)
                && (under(namespace)
                        || namespaces.stream()
                                .anyMatch(glob -> glob.toLowerCase(Locale.ROOT).startsWith(below)));
    }

    /** A namespace that is named, or one below it. */
    private boolean under(Namespace namespace) {
        if (namespaces.isEmpty()) {
            return true;
        }
        for (int depth = 1; depth <= namespace.levels().size(); depth++) {
            if (any(namespaces, plain(namespace.levels().subList(0, depth)))) {
                return true;
            }
        }
        return false;
    }

    private boolean named(TableRef table) {
        String inside = table.namespace().isRoot()
                ? table.name()
                : plain(table.namespace().levels()) + "." + table.name();
        return tables.isEmpty()
                || any(tables, table.name())
                || any(tables, inside)
                || any(tables, table.catalog() + "." + inside);
    }

    private static String plain(List<String> levels) {
        return String.join(".", levels);
    }

    private static boolean any(List<String> globs, String text) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> new Glob(glob).matches(text));
    }
}
