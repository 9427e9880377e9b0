package io.mcpbuffet.router.cli;

import io.mcpbuffet.observe.Logs;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.ServerMain;
import java.nio.file.Path;
import java.util.List;

/** Makes the demo lakehouse, and shows it through an MCP client, or serves it. */
final class DemoCommand implements Command {
    private static final String DIRECTORY = "--dir";
    private static final String SERVE = "--serve";

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Make a small lakehouse and show what a client can do with it";
    }

    @Override
    public String help() {
        return """
                usage: buffet demo [--dir DIR] [--serve] [--log-level LEVEL]

                Makes a lakehouse of two Iceberg catalogs and a DuckDB file once, starts a server over it, connects an MCP
                client to that server, and shows what the client sees.

                  --dir DIR          keep the lakehouse there instead of .buffet/demo beside the command
                  --serve            serve it over standard input and output, for a client of yours
                  --log-level LEVEL  trace, debug, info, warn (default), error or off; the log goes to standard error
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, List.of(DIRECTORY, Setup.LOG_LEVEL), List.of(SERVE))
                .atMost(0);
        Logs.level(flags.value(Setup.LOG_LEVEL).orElse("warn"));
        DemoDirectory directory = flags.value(DIRECTORY)
                .map(d -> DemoDirectory.of(d, console))
                .orElseGet(() -> DemoDirectory.standard(console));
        Path configuration = directory.ensure(console);
        if (flags.has(SERVE)) {
            BuffetServer server = BuffetServer.open(new Setup(console).read(configuration));
            return ServerMain.serve(server, console.in(), console.raw());
        }
        return 0;
    }
}
