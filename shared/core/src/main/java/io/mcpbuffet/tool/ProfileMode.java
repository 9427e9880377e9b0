package io.mcpbuffet.tool;

/** Where the figures of a profile come from. */
enum ProfileMode {
    /** What the catalog keeps beside the data. */
    METADATA,
    /** Rows that are read, many but not without bound. */
    SAMPLE
}
