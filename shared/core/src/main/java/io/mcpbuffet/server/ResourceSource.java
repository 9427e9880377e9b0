package io.mcpbuffet.server;

import java.util.List;

/** What stands behind the resources {@code lake://catalog/namespace/table}. Names come and go as they are, not encoded. */
interface ResourceSource {
    List<String> catalogs();

    /** Namespaces whose dotted names begin with the text; of all catalogs where the catalog is empty. */
    List<String> namespaces(String catalog, String beginning);

    /** Names of tables that begin with the text. Empty parts stand for all. */
    List<String> tables(String catalog, String namespace, String beginning);

    /** The schema of a table as JSON. NOT_FOUND for an unknown one. */
    String read(String catalog, String namespace, String table);
}
