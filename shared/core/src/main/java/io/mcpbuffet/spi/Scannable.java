package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;

/** The ability of a catalog whose tables are data files that an engine can read. */
public interface Scannable {
    /** Pins the moment to a snapshot and takes its schema; reads no manifest. Throws as {@link Snapshots#resolve}. */
    PinnedScan pin(TableRef table, AsOf asOf);
}
