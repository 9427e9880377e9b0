package io.mcpbuffet.model;

import java.util.Locale;

/** Metadata of an Iceberg table as rows, read without touching data. */
public enum MetadataView {
    SNAPSHOTS,
    HISTORY,
    REFS,
    MANIFESTS,
    FILES,
    PARTITIONS,
    PROPERTIES,
    SCHEMAS;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
