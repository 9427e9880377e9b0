package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;

/** The ability of a catalog whose tables are read as rows, by a query of its own system. Safe for use by many threads. */
public interface RowSource {
    /**
     * Holds a table at a moment and takes its columns; reads no row. NOT_FOUND where there is no such table, UNSUPPORTED for a kind of
     * moment that the source does not know, SNAPSHOT_EXPIRED for one that is past its memory.
     */
    PinnedRows pin(TableRef table, AsOf asOf);
}
