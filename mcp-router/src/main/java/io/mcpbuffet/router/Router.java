package io.mcpbuffet.router;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.observe.Logs;
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
        Remotes remotes = remotes(config, environment, surface == Surface.UNIFIED);
        try {
            List<CatalogSource> catalogs = remotes.catalogs();
            catalogs.forEach(each -> refuseTwo(config, each.name()));
            return BuffetServer.open(config, new Beside(catalogs, remotes));
        } catch (LakeException e) {
            remotes.close();
            throw e;
        }
    }

    private static void refuseTwo(BuffetConfig config, String name) {
        if (config.catalogs().containsKey(name)) {
            throw LakeException.invalid("Both a catalog and a server of mcpServers would be the catalog '" + name + "'")
                    .hint("Give one of them another name, or set 'as: tools' for the server");
        }
    }

    /** The other servers alone. */
    public static Remotes remotes(BuffetConfig config, Environment environment) {
        return remotes(config, environment, false);
    }

    /** They may be started at once, and are not to say anything secret either. */
    private static Remotes remotes(BuffetConfig config, Environment environment, boolean unified) {
        Logs.mask(config);
        Path directory = directory(config, environment);
        return Remotes.open(
                ServerConfig.all(config.mcpServers(), directory),
                directory.resolve(LOCK),
                environment.cache().resolve("servers"),
                ACQUAINTANCE,
                unified);
    }

    /** Where the configuration lies. */
    public static Path directory(BuffetConfig config, Environment environment) {
        return config.file().map(file -> file.toAbsolutePath().getParent()).orElse(environment.directory());
    }
}
