package io.mcpbuffet.glue.external;

import java.util.List;

/** Reads lines as rows. Not for several threads at once. */
@FunctionalInterface
interface TextRows {
    /** A value for each wanted column, null for NULL. UNSUPPORTED for a line that is no row. */
    List<Object> row(String line);
}
