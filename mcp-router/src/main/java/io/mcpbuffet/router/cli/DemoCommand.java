package io.mcpbuffet.router.cli;

import io.mcpbuffet.observe.Logs;
import io.mcpbuffet.router.demo.DemoClient;
import io.mcpbuffet.router.demo.DemoTour;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.ServerMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
        show(directory, console);
        return 0;
    }

    private static void show(DemoDirectory directory, Console console) {
        List<String> command = new ArrayList<>(console.self());
        command.addAll(List.of("demo", "--serve", "--dir", directory.path().toString()));
        String javaHome = System.getProperty("java.home");
        console.out().println("The demo lakehouse, as an MCP client sees it that starts");
        console.out().println("    " + command.stream().map(ClientKind::quoted).collect(Collectors.joining(" ")));
        try (DemoClient client = DemoClient.start(
                command, Map.of("JAVA_HOME", javaHome), line -> console.err().println(line))) {
            console.out().println("and is told: " + client.about());
            new DemoTour(client, console.out(), console.colours()).show();
        }
        console.out().println();
        console.out().println("To use it in Claude Desktop, merge this into claude_desktop_config.json:");
        console.out().println();
        console.out()
                .println(ClientKind.CLAUDE_DESKTOP.block(
                        new ClientKind.Launch("buffet", command.get(0), command.subList(1, command.size()), javaHome)));
        console.out().println();
        console.out().println("For other clients: buffet client-config --help. For your own catalogs: README.md.");
    }
}
