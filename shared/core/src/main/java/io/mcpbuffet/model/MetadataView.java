package io.mcpbuffet.model;

import java.util.Locale;

/** Metadata of a table as rows, read without touching data. */
public enum MetadataView {
    SNAPSHOTS,
    HISTORY,
    REFS,
    MANIFESTS,
    FILES,
    PARTITIONS,
    PROPERTIES,
    SCHEMAS,
    /** Who may do what with it. Few catalogs tell. */
    GRANTS,
    /** The policies that hold for it. Few catalogs have any. */
    POLICIES;

    /** Whether it is of the table itself, which is so for all but what a catalog says about tables. */
    public boolean ofTheTable() {
        return this != GRANTS && this != POLICIES;
    }

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
