package io.mcpbuffet.spi;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Optional;

/** All tables of all catalogs by name, as an engine needs them. Safe for use by many threads. */
public interface Tables {
    /**
     * The table that the unquoted parts of a name mean: full, or short where that is unique. NOT_FOUND with the nearest names,
     * AMBIGUOUS_NAME with all that fit.
     */
    TableRef resolve(List<String> parts);

    /** The catalog of a resolved table, connected. UNAVAILABLE naming the catalog and the reason when it is down. */
    Catalog catalog(TableRef table);

    /** Whether everything is there for who asks. */
    default boolean whole() {
        return true;
    }

    /** Whether a table is there for who asks. {@link #resolve} finds no other; a listing of a catalog's own has to leave them out. */
    default boolean shows(TableRef table) {
        return true;
    }

    /** Whether something in a namespace, or below it, is there for who asks. */
    default boolean shows(String catalog, Namespace namespace) {
        return true;
    }

    /** Names of all configured catalogs, in order. */
    List<String> catalogs();

    /**
     * The dialect of the engine that a catalog has of its own: it is a {@link SqlEngine} then. Connects to nothing. Empty where not all
     * tables may be seen: a catalog's own engine knows nothing of that.
     */
    default Optional<String> dialect(String catalog) {
        return Optional.empty();
    }

    /** A catalog by its name, connected; throws as {@link #catalog(TableRef)}. */
    default Catalog catalog(String name) {
        return catalog(new TableRef(name, Namespace.ROOT, "?"));
    }
}
