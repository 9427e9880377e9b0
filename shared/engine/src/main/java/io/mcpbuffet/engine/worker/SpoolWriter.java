package io.mcpbuffet.engine.worker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Writes the rest of a result as a row a line. */
final class SpoolWriter {
    private SpoolWriter() {}

    /** False when the rest did not fit. */
    static boolean write(ResultReader reader, SpoolLimits keep) throws IOException, SQLException {
        long left = keep.bytes();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(keep.path())), 1 << 16)) {
            for (int row = 0; reader.peek().isPresent(); row++) {
                if (row >= keep.rows() || reader.peek().get().pageBytes() > left) {
                    return false;
                }
                left -= reader.next().write(out);
            }
        }
        return true;
    }
}
