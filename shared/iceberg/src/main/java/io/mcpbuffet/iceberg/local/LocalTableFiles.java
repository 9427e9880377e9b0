package io.mcpbuffet.iceberg.local;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.spi.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;

/** Files that are on the local disk already. */
public final class LocalTableFiles implements LocalFiles {
    private final LocalFileIO io;

    public LocalTableFiles(LocalFileIO io) {
        this.io = io;
    }

    @Override
    public LocalFile file(FileIO ignored, String location, long length) {
        Path path = io.path(location);
        try {
            long actual = Files.size(path);
            if (actual != length) {
                throw LakeException.unavailable(
                        "The file '" + location + "' has " + actual + " bytes, and " + length
                                + " in the table's metadata",
                        null);
            }
            return LocalFile.existing(path.toAbsolutePath());
        } catch (IOException e) {
            throw LakeException.unavailable("The file '" + location + "' is gone or cannot be read", e)
                    .hint("The snapshot may have been expired meanwhile; query a newer one");
        }
    }

    @Override
    public boolean isNear(String location, long length) {
        return true;
    }
}
