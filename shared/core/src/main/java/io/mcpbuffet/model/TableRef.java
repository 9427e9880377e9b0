package io.mcpbuffet.model;

import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.List;

/** A table's full name. Which catalogs exist, and what a shorter name means, is known to {@code federation.Lakehouse}. */
public record TableRef(String catalog, Namespace namespace, String name) {
    public TableRef {
        if (catalog.isEmpty() || name.isEmpty()) {
            throw LakeException.invalid("A table needs a catalog and a name");
        }
    }

    /** First part the catalog, last the table, the rest the namespace. Fewer than two parts is INVALID_ARGUMENT. */
    public static TableRef parse(String text) {
        List<String> parts = parts(text);
        if (parts.size() < 2) {
            throw LakeException.invalid("'" + text + "' is not a full table name")
                    .hint("Write catalog.namespace.table");
        }
        int last = parts.size() - 1;
        return new TableRef(parts.get(0), new Namespace(parts.subList(1, last)), parts.get(last));
    }

    /** The unquoted parts of a dotted, possibly quoted name, of any length from one. */
    public static List<String> parts(String text) {
        return Identifiers.split(text);
    }

    /** The canonical text, quoted where needed. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(List.of(catalog));
        all.addAll(namespace.levels());
        all.add(name);
        return Identifiers.join(all);
    }
}
