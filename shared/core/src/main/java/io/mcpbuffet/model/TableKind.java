package io.mcpbuffet.model;

import java.util.Locale;

public enum TableKind {
    TABLE,
    VIEW,
    /** Known to the catalog, held outside of it: files of a Hive-style table, say. */
    EXTERNAL;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
