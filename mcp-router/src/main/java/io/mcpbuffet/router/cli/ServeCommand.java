package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.router.Surface;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.HttpFlag;
import io.mcpbuffet.server.ServerMain;
import io.mcpbuffet.spi.CatalogProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Serves all configured catalogs, or one of the kind that is named, over standard input and output or over HTTP. */
final class ServeCommand implements Command {
    private static final String SURFACE = "--surface";
    private static final List<String> OPTIONS = List.of(Setup.CONFIG, Setup.LOG_LEVEL, Setup.LOG_FORMAT, SURFACE);

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "Serve all catalogs of buffet.yaml, or one catalog, to an MCP client";
    }

    @Override
    public String help() {
        return """
                usage: buffet serve [--config FILE] [--http [HOST:PORT]] [--surface unified|flat]
                       buffet serve KIND --PROPERTY VALUE ... [--http [HOST:PORT]] [--log-level LEVEL]

                Speaks MCP over standard input and output until the input ends; with --http, over HTTP until it is
                told to end, at http.bind of the configuration or at 127.0.0.1:8765.

                Without KIND it serves all catalogs of the configuration:
                """
                + Setup.HELP
                + """
                  --surface SURFACE  how other servers of this kind among mcpServers appear: unified (default), as
                                     catalogs; or flat, as tools with names of their own

                With KIND it serves one catalog; its properties are given as flags, such as
                buffet serve duckdb --path ops.duckdb. Kinds: """
                + kinds()
                + ".\nThe properties of each are in docs/configuration.md.\n";
    }

    private static String kinds() {
        return BuffetServer.providers().stream().map(CatalogProvider::kind).collect(Collectors.joining(", ", " ", ""));
    }

    @Override
    public int run(List<String> arguments, Console console) {
        boolean standalone = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
        if (standalone) {
            return ServerMain.run(arguments, console.in(), console.raw());
        }
        List<String> given = new ArrayList<>(arguments);
        Optional<HttpFlag> http = HttpFlag.take(given);
        Flags flags = Flags.parse(given, OPTIONS, List.of()).atMost(0);
        BuffetConfig config = new Setup(console).configuration(flags);
        Surface surface = flags.value(SURFACE).map(Surface::of).orElse(Surface.UNIFIED);
        BuffetServer server = Router.open(config, console.environment(), surface);
        return http.isPresent()
                ? ServerMain.serve(server, http.get().over(config.service().http(), Environment.system()))
                : ServerMain.serve(server, console.in(), console.raw());
    }
}
