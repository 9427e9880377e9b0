package io.mcpbuffet.engine.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which columns of a page have cells that were cut, and how long the longest of each was in UTF-8 bytes. For one thread. */
final class Cuts {
    private final Map<String, Long> longest = new LinkedHashMap<>();

    void add(String column, long bytes) {
        longest.merge(column, bytes, Math::max);
    }

    void addAll(Map<String, Long> cuts) {
        cuts.forEach(this::add);
    }

    /** One sentence for each column. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        longest.forEach((column, bytes) -> warnings.add("Cells of column '" + column + "' were cut to "
                + CellBound.MAX_BYTES + " bytes; the longest has " + bytes
                + ". Take parts of it with substr() or array_slice()"));
        return warnings;
    }
}
