package io.mcpbuffet.tool;

/** How much a comparison looks at. */
enum CompareDetail {
    /** Metadata alone. */
    SUMMARY,
    /** Rows too, which reads both sides. */
    ROWS
}
