package io.mcpbuffet.model;

import java.util.ArrayList;
import java.util.List;

/** The levels between a catalog and a table, outermost first. Without levels it is the root of the catalog. */
public record Namespace(List<String> levels) {
    public static final Namespace ROOT = new Namespace(List.of());

    public Namespace {
        levels = List.copyOf(levels);
    }

    public static Namespace of(String... levels) {
        return new Namespace(List.of(levels));
    }

    /** Reads {@code sales} or {@code "eu.west".retail}; INVALID_ARGUMENT when it is not such a name. */
    public static Namespace parse(String text) {
        return new Namespace(Identifiers.split(text));
    }

    public Namespace child(String level) {
        List<String> all = new ArrayList<>(levels);
        all.add(level);
        return new Namespace(all);
    }

    public boolean isRoot() {
        return levels.isEmpty();
    }

    /** The canonical text, quoted where needed. */
    @Override
    public String toString() {
        return Identifiers.join(levels);
    }
}
