package io.mcpbuffet.polaris;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Names of ours as those of the Iceberg REST protocol. The levels of a namespace travel joined by a separator, so a level that holds it
 * would name another namespace, and is refused.
 */
record Names(String catalog, String separator) {
    private static final String DEFAULT_SEPARATOR = "\u001f";

    org.apache.iceberg.catalog.Namespace iceberg(Namespace namespace) {
        for (String level : namespace.levels()) {
            if (level.isEmpty() || level.contains(separator) || level.contains(DEFAULT_SEPARATOR)) {
                throw LakeException.invalid("The namespace " + namespace + " cannot be asked of catalog " + catalog
                        + ": a level is empty or holds the character that separates levels");
            }
        }
        return org.apache.iceberg.catalog.Namespace.of(namespace.levels().toArray(String[]::new));
    }

    TableIdentifier iceberg(TableRef table) {
        return TableIdentifier.of(iceberg(table.namespace()), table.name());
    }

    /** The namespace with the catalog in front, as it is shown. */
    String shown(Namespace namespace) {
        return new TableRef(catalog, namespace, "x").toString().replaceFirst("\\.x$", "");
    }
}
