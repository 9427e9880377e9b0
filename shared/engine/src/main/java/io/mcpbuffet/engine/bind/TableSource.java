package io.mcpbuffet.engine.bind;

import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.PinnedScan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine reads for one table at one moment, under a view's name. */
public sealed interface TableSource {
    String view();

    /** As the answer names it; empty for a listing of our own. */
    Optional<PinnedTable> table();

    /** Data files that are still to be planned. */
    record Scan(String view, PinnedScan scan) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(scan.table());
        }
    }

    /** Something that the worker opens by itself. */
    record Local(String view, PinnedTable pinned, LocalTables.Source source) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(pinned);
        }
    }

    /** Rows that another system sends. */
    record Rows(String view, PinnedRows rows) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(rows.table());
        }
    }

    /**
     * Rows that are known already.
     *
     * @param columns types by name, as SQL
     */
    record Listing(String view, Map<String, String> columns, List<Map<String, Object>> rows) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.empty();
        }
    }
}
