package io.mcpbuffet.router.remote;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps on disk what servers offered when they were asked last. Safe for use by many threads. */
record ManifestFiles(Path directory) {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestFiles.class);

    private Path file(ServerConfig server) {
        return directory.resolve(
                server.alias() + "-" + ExposedName.hash(server.identity()).substring(0, 16) + ".json");
    }

    Optional<Manifest> read(ServerConfig server) {
        try {
            Path file = file(server);
            return Files.exists(file) ? Optional.of(Manifest.of(Json.read(Files.readString(file)))) : Optional.empty();
        } catch (IOException | LakeException e) {
            LOG.warn("What the server '{}' offered last cannot be read: {}", server.name(), e.getMessage());
            return Optional.empty();
        }
    }

    void write(ServerConfig server, Manifest manifest) {
        try {
            Whole.write(file(server), Json.write(manifest.json()));
        } catch (IOException e) {
            LOG.warn("What the server '{}' offers cannot be kept: {}", server.name(), e.getMessage());
        }
    }
}
