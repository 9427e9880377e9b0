package io.mcpbuffet.engine.worker;

import java.util.ArrayList;
import java.util.List;

/** A page being filled, within its bounds of rows and of bytes; the first row always fits. For one thread. */
final class PageRows {
    private final int maxRows;
    private final int maxBytes;
    private final List<List<Object>> rows = new ArrayList<>();
    private final Cuts cuts = new Cuts();
    private long bytes;

    PageRows(int maxRows, int maxBytes) {
        this.maxRows = Math.max(1, maxRows);
        this.maxBytes = maxBytes;
    }

    boolean fits(KeptRow row) {
        return rows.isEmpty() || (rows.size() < maxRows && bytes + row.pageBytes() <= maxBytes);
    }

    void add(KeptRow row) {
        rows.add(row.cells());
        cuts.addAll(row.cuts());
        bytes += row.pageBytes();
    }

    List<List<Object>> rows() {
        return rows;
    }

    List<String> warnings() {
        return cuts.warnings();
    }
}
