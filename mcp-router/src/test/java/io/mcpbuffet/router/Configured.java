package io.mcpbuffet.router;

import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.server.BuffetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Servers made of a configuration file, with the catalog kinds and the engine of the class path. */
final class Configured {
    private Configured() {}

    /** Writes {@code buffet.yaml} into the directory and opens it. */
    static BuffetServer open(Path directory, String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("buffet.yaml"), yaml);
        return BuffetServer.open(
                ConfigFile.read(file, BuffetServer.providers(), new Environment(Map.of(), directory, directory)));
    }
}
