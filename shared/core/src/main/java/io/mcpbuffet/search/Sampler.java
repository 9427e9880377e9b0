package io.mcpbuffet.search;

import java.util.List;
import java.util.Map;

/** Reads some values of columns, so that a table is found by what is in it. Safe for use by many threads. */
@FunctionalInterface
public interface Sampler {
    /** For catalogs of which nothing may be read. */
    Sampler NONE = table -> Map.of();

    /** Telling values by the names of columns; nothing for a column that has none. A table that cannot be read fails. */
    Map<String, List<String>> values(TableText table);
}
