package io.mcpbuffet.engine.worker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Writes the rest of a result as a JSON array a line. */
final class SpoolWriter {
    private SpoolWriter() {}

    /** False when the rest did not fit. */
    static boolean write(ResultReader reader, SpoolLimits keep) throws IOException, SQLException {
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(keep.path())), 1 << 16)) {
            for (int row = 0; reader.hasMore(); row++) {
                byte[] line = FrameChannel.JSON.writeValueAsBytes(reader.next());
                written += line.length + 1;
                if (row >= keep.rows() || written > keep.bytes()) {
                    return false;
                }
                out.write(line);
                out.write('\n');
            }
        }
        return true;
    }
}
