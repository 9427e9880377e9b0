package io.mcpbuffet.router;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.router.remote.Remotes;
import io.mcpbuffet.router.remote.ServerConfig;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.BuffetServer.Beside;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Opens the server of a configuration with all that it names: catalogs and other servers. */
public final class Router {
    /** For servers that were never asked what they offer; the others are not waited for. */
    private static final Duration ACQUAINTANCE = Duration.ofSeconds(10);

    private static final String LOCK = "router.lock";

    private Router() {}

    /** INVALID_ARGUMENT where something in the configuration is wrong. Starts servers that were never started before, and no others. */
    public static BuffetServer open(BuffetConfig config, Environment environment) {
        return open(config, environment, Surface.UNIFIED);
    }

    public static BuffetServer open(BuffetConfig config, Environment environment, Surface surface) {
        if (config.mcpServers().isEmpty()) {
            return BuffetServer.open(config);
        }
        Remotes remotes = remotes(config, environment);
        return BuffetServer.open(config, new Beside(List.of(), remotes));
    }

    /** The other servers alone. */
    public static Remotes remotes(BuffetConfig config, Environment environment) {
        Path directory = directory(config, environment);
        return Remotes.open(
                ServerConfig.all(config.mcpServers(), directory),
                directory.resolve(LOCK),
                environment.cache().resolve("servers"),
                ACQUAINTANCE);
    }

    /** Where the configuration lies. */
    public static Path directory(BuffetConfig config, Environment environment) {
        return config.file().map(file -> file.toAbsolutePath().getParent()).orElse(environment.directory());
    }
}
