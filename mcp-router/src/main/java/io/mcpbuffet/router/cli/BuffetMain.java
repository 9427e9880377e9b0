package io.mcpbuffet.router.cli;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.StandardOutput;
import java.util.List;

/** The {@code buffet} command. Exit codes: 0 done, 1 failed, 2 wrong arguments or configuration. */
public final class BuffetMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final List<Command> commands;

    private BuffetMain(List<Command> commands) {
        this.commands = commands;
    }

    public static void main(String[] arguments) {
        Console console = Console.system(StandardOutput.take());
        int code = new BuffetMain(commands()).run(List.of(arguments), console);
        console.out().flush();
        System.exit(code);
    }

    /** In the order of the help. */
    static List<Command> commands() {
        return List.of(
                new DemoCommand(),
                new ServeCommand(),
                new CheckCommand(),
                new DoctorCommand(),
                new QueryCommand(),
                new ToolsCommand(),
                new LockCommand(),
                new ClientConfigCommand());
    }

    static int run(Console console, String... arguments) {
        return new BuffetMain(commands()).run(List.of(arguments), console);
    }

    private int run(List<String> arguments, Console console) {
        try {
            return dispatch(arguments, console);
        } catch (LakeException e) {
            console.complain(e);
            return e.code() == ErrorCode.INVALID_ARGUMENT ? USAGE : FAILED;
        }
    }

    private int dispatch(List<String> arguments, Console console) {
        if (arguments.isEmpty()) {
            console.err().print(help());
            return USAGE;
        }
        String word = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if (isHelp(word) || word.equals("help")) {
            return help(rest, console);
        }
        if (word.equals("--version") || word.equals("-V") || word.equals("version")) {
            console.out().println("buffet " + BuffetServer.version() + " (Java " + Runtime.version() + ")");
            return 0;
        }
        Command command = find(word);
        if (asksForHelp(rest)) {
            console.out().print(command.help());
            return 0;
        }
        return command.run(rest, console);
    }

    private int help(List<String> words, Console console) {
        console.out().print(words.isEmpty() ? help() : find(words.get(0)).help());
        return 0;
    }

    /** Only before {@code --}, and not as the value of an option, which no option takes. */
    private static boolean asksForHelp(List<String> arguments) {
        return arguments.stream().takeWhile(a -> !a.equals("--")).anyMatch(BuffetMain::isHelp);
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h");
    }

    private Command find(String word) {
        return commands.stream().filter(c -> c.name().equals(word)).findFirst().orElseThrow(() -> unknown(word));
    }

    private LakeException unknown(String word) {
        List<String> names = commands.stream().map(Command::name).toList();
        return LakeException.invalid("There is no command '" + word + "'")
                .hint(Nearest.of(word, names)
                        .map(nearest -> "Did you mean '" + nearest + "'?")
                        .orElse("Run buffet --help for the commands"));
    }

    private String help() {
        StringBuilder text = new StringBuilder(
                """
                Iceberg catalogs, Snowflake and DuckDB as one lakehouse for MCP clients.

                usage: buffet COMMAND [OPTIONS]

                """);
        commands.forEach(c -> text.append(line(c.name(), c.summary())));
        return text.append(line("build", "Compile again, after a change of the sources"))
                .append(
                        """

                        buffet COMMAND --help tells more about one; buffet --version tells the version.
                        Exit codes: 0 done, 1 failed, 2 wrong arguments or configuration.
                        """)
                .toString();
    }

    private static String line(String name, String summary) {
        return "  %-14s %s\n".formatted(name, summary);
    }
}
