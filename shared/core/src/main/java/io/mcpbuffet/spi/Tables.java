package io.mcpbuffet.spi;

import io.mcpbuffet.model.TableRef;
import java.util.List;

/** All tables of all catalogs by name, as an engine needs them. Safe for use by many threads. */
public interface Tables {
    /**
     * The table that the unquoted parts of a name mean: full, or short where that is unique. NOT_FOUND with the nearest names,
     * AMBIGUOUS_NAME with all that fit.
     */
    TableRef resolve(List<String> parts);

    /** The catalog of a resolved table, connected. UNAVAILABLE naming the catalog and the reason when it is down. */
    Catalog catalog(TableRef table);

    /** Names of all configured catalogs, in order. */
    List<String> catalogs();
}
