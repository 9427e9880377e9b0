package io.mcpbuffet.polaris;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Names of ours as those of the Iceberg REST protocol, of one catalog of a server that may stand below others here. The levels of a namespace travel joined by a separator, so a level that holds it
 * would name another namespace, and is refused.
 */
record Names(String catalog, List<String> above, String separator) {
    private static final String DEFAULT_SEPARATOR = "\u001f";

    /** Without the levels that stand above the catalog of the server. */
    org.apache.iceberg.catalog.Namespace iceberg(Namespace namespace) {
        List<String> levels = namespace.levels();
        List<String> inside = levels.subList(Math.min(above.size(), levels.size()), levels.size());
        for (String level : inside) {
            if (level.isEmpty() || level.contains(separator) || level.contains(DEFAULT_SEPARATOR)) {
                throw LakeException.invalid("The namespace " + namespace + " cannot be asked of catalog " + catalog
                        + ": a level is empty or holds the character that separates levels");
            }
        }
        return org.apache.iceberg.catalog.Namespace.of(inside.toArray(String[]::new));
    }

    /** With the levels that stand above the catalog of the server. */
    Namespace shown(org.apache.iceberg.catalog.Namespace namespace) {
        return under(List.of(namespace.levels()));
    }

    Namespace under(List<String> inside) {
        List<String> levels = new ArrayList<>(above);
        levels.addAll(inside);
        return new Namespace(levels);
    }

    /** Whether it is the server's catalog itself, which has namespaces and no tables. */
    boolean isTop(Namespace namespace) {
        return namespace.levels().size() <= above.size();
    }

    TableIdentifier iceberg(TableRef table) {
        return TableIdentifier.of(iceberg(table.namespace()), table.name());
    }

    /** The namespace with the catalog in front, as it is shown. */
    String shown(Namespace namespace) {
        return new TableRef(catalog, namespace, "x").toString().replaceFirst("\\.x$", "");
    }
}
