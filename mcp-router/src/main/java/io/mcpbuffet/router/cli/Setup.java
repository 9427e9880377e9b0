package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.observe.Logs;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.router.remote.ServerConfig;
import io.mcpbuffet.server.BuffetServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The configuration that a command works with: the file that is named or found, or else the demo lakehouse. */
record Setup(Console console) {
    static final String CONFIG = "--config";
    static final String LOG_LEVEL = "--log-level";
    static final String LOG_FORMAT = "--log-format";
    static final List<String> OPTIONS = List.of(CONFIG, LOG_LEVEL, LOG_FORMAT);
    static final String HELP =
            """
              --config FILE      use this file instead of $BUFFET_CONFIG, ./buffet.yaml or
                                 ~/.config/mcp-buffet/buffet.yaml; without any of them the demo lakehouse
              --log-level LEVEL  trace, debug, info, warn (default), error or off; the log goes to standard error
              --log-format FORM  text (default), or json for a line of JSON for each entry
            """;

    /** Makes the demo lakehouse where nothing is configured and it is not there yet, saying so on standard error. */
    BuffetConfig configuration(Flags flags) {
        logging(flags, ServiceConfig.Log.DEFAULT);
        Optional<Path> file = ConfigFile.find(flags.value(CONFIG), console.environment());
        if (file.isPresent()) {
            BuffetConfig config = read(file.get());
            logging(flags, config.service().log());
            return config;
        }
        DemoDirectory demo = DemoDirectory.standard(console);
        console.note("no configuration found, so this is the demo lakehouse in " + demo.path());
        return read(demo.ensure(console));
    }

    private static void logging(Flags flags, ServiceConfig.Log usual) {
        Logs.level(flags.value(LOG_LEVEL).or(usual::level).orElse("warn"));
        Logs.format(flags.value(LOG_FORMAT).or(usual::format).orElse("text"));
    }

    BuffetConfig read(Path file) {
        BuffetConfig config = ConfigFile.read(file, BuffetServer.providers(), console.environment());
        Logs.mask(config);
        // Told now, and by every command, rather than when they are started.
        ServerConfig.all(config.mcpServers(), Router.directory(config, console.environment()));
        return config;
    }
}
