package io.mcpbuffet.spi;

import java.util.Locale;

/** What a catalog can do, as listed by list_catalogs. */
public enum Feature {
    /** Its tables can be queried with SQL. */
    SQL,
    /** It keeps past states of its tables: {@link Snapshots}. */
    TIME_TRAVEL,
    /** It shows table metadata as rows: {@link Metadata}. */
    METADATA;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
