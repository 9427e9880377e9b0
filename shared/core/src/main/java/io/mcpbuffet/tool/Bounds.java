package io.mcpbuffet.tool;

import io.mcpbuffet.json.Json;
import io.mcpbuffet.json.RecordWriter;
import java.util.List;

/** How much of a list fits into an answer. */
record Bounds(int maxResultBytes) {
    /** No setting makes an answer larger. */
    static final int HIGHEST = 256 << 10;
    /** For all that is not in the list: cursor, statuses, names. */
    private static final int RESERVED = 4 << 10;

    Bounds {
        maxResultBytes = Math.max(RESERVED * 2, Math.min(maxResultBytes, HIGHEST));
    }

    /** Lines that fit from the first on, where other parts take {@code taken} bytes. One always fits, so that paging gets on. */
    int fitting(List<?> lines, int taken) {
        int left = maxResultBytes - RESERVED - taken;
        for (int i = 0; i < lines.size(); i++) {
            left -= Json.bytes(RecordWriter.node(lines.get(i))) + 1;
            if (left < 0) {
                return Math.max(1, i);
            }
        }
        return lines.size();
    }
}
