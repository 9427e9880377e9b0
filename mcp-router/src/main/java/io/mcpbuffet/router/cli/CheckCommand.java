package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Logs;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads the configuration and prints it as it was understood, without secrets. */
final class CheckCommand implements Command {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "Read the configuration and print it with secrets masked; connects to nothing";
    }

    @Override
    public String help() {
        return """
                usage: buffet check [--config FILE]

                Reads the configuration, tells everything that is wrong with it, and prints it with every secret masked.
                It connects to nothing: that is what buffet doctor does.

                  --config FILE  check this file instead of $BUFFET_CONFIG, ./buffet.yaml or
                                 ~/.config/mcp-buffet/buffet.yaml
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, List.of(Setup.CONFIG), List.of()).atMost(0);
        Logs.level("warn");
        Path file = ConfigFile.find(flags.value(Setup.CONFIG), console.environment())
                .orElseThrow(() -> LakeException.invalid("There is no configuration")
                        .hint("Looked at $" + ConfigFile.VARIABLE + ", "
                                + console.environment().directory().resolve(ConfigFile.NAME) + " and "
                                + console.environment().home().resolve(".config/mcp-buffet/" + ConfigFile.NAME)
                                + "; name one with --config FILE"));
        BuffetConfig config = new Setup(console).read(file);
        console.out().print(config.masked());
        console.note(file + " is right: "
                + named("catalogs", config.catalogs().keySet())
                + (config.mcpServers().isEmpty()
                        ? ""
                        : "; " + named("other servers", config.mcpServers().keySet())));
        return 0;
    }

    private static String named(String what, Set<String> names) {
        return names.isEmpty() ? "no " + what : what + " " + String.join(", ", names);
    }
}
