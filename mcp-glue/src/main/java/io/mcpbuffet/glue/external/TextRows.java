package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Reads lines as rows. Not for several threads at once. */
@FunctionalInterface
interface TextRows {
    /** Writes the wanted fields of a row, by their ids, into an object that is open. UNSUPPORTED for a line that is no row. */
    void write(String line, JsonGenerator out) throws IOException;
}
