package io.mcpbuffet.server;

import java.util.List;

/** What stands behind the resources {@code lake://catalog/namespace/table}. Names come and go as they are, not encoded. */
interface ResourceSource {
    List<String> catalogs();

    /** Namespaces whose dotted names begin with the text; of all catalogs where the catalog is empty. */
    List<String> namespaces(String catalog, String beginning);

    /** Names of tables that begin with the text. Empty parts stand for all. */
    List<String> tables(String catalog, String namespace, String beginning);

    /** Full names of tables whose full name or bare name begins with the text. */
    List<String> references(String beginning);

    /** What {@code as_of} takes for a table: its branches and tags, and its latest snapshots; nothing where it has no history. */
    List<String> moments(String table);

    /** A text that is another one when the table has changed. UNSUPPORTED where nothing tells that. */
    String state(LakeUri uri);

    /** What is asked about a table, as JSON. NOT_FOUND for an unknown one, UNSUPPORTED where nothing of the kind is kept. */
    String read(LakeUri uri);
}
