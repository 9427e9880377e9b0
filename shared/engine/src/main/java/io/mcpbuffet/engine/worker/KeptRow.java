package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row on its way to a page: its cells, as JSON too, and the columns whose cells were cut. In a file it is a line: the JSON array and,
 * where something was cut, a tab and the JSON object of the cuts.
 */
final class KeptRow {
    private static final TypeReference<List<Object>> CELLS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> CUTS = new TypeReference<>() {};

    private final List<Object> cells;
    private final byte[] json;
    private final Map<String, Long> cuts;

    private KeptRow(List<Object> cells, byte[] json, Map<String, Long> cuts) {
        this.cells = cells;
        this.json = json;
        this.cuts = cuts;
    }

    static KeptRow of(List<Object> cells, Map<String, Long> cuts) throws IOException {
        return new KeptRow(cells, FrameChannel.JSON.writeValueAsBytes(cells), cuts);
    }

    List<Object> cells() {
        return cells;
    }

    Map<String, Long> cuts() {
        return cuts;
    }

    /** What the row takes of a page. */
    int pageBytes() {
        return json.length + 1;
    }

    /** Writes the line and gives its length. */
    int write(OutputStream out) throws IOException {
        byte[] notes = cuts.isEmpty() ? new byte[0] : FrameChannel.JSON.writeValueAsBytes(cuts);
        out.write(json);
        if (notes.length > 0) {
            out.write('\t');
            out.write(notes);
        }
        out.write('\n');
        return json.length + 1 + (notes.length > 0 ? notes.length + 1 : 0);
    }

    /** The next line and its length; empty at the end, or where a writer stopped inside a line. */
    static Optional<Line> read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int tab = -1;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return Optional.empty();
            }
            if (b == '\t') {
                tab = line.size();
            }
            line.write(b);
        }
        byte[] all = line.toByteArray();
        byte[] json = tab < 0 ? all : Arrays.copyOf(all, tab);
        Map<String, Long> cuts =
                tab < 0 ? Map.of() : FrameChannel.JSON.readValue(all, tab + 1, all.length - tab - 1, CUTS);
        return Optional.of(new Line(new KeptRow(FrameChannel.JSON.readValue(json, CELLS), json, cuts), all.length + 1));
    }

    record Line(KeptRow row, int length) {}
}
