package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.error.LakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints what makes a client start this server. */
final class ClientConfigCommand implements Command {
    private static final String NAME = "--name";

    @Override
    public String name() {
        return "client-config";
    }

    @Override
    public String summary() {
        return "Print the block that makes a client start this server";
    }

    @Override
    public String help() {
        return """
                usage: buffet client-config CLIENT [--config FILE] [--name NAME] [-- SERVE-ARGUMENTS]

                Prints what to paste so that CLIENT starts this server: with the configuration that is named or found, or
                else with the demo lakehouse. CLIENT is one of\s"""
                + String.join(", ", ClientKind.words())
                + """
                .

                  --config FILE      the configuration to serve
                  --name NAME        what the server is called in the client (default buffet)
                  -- SERVE-ARGUMENTS arguments of buffet serve instead, such as -- duckdb --path /data/ops.duckdb
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, List.of(Setup.CONFIG, NAME), List.of());
        if (flags.words().isEmpty()) {
            throw LakeException.invalid("The client is missing")
                    .hint("Clients are " + String.join(", ", ClientKind.words()));
        }
        ClientKind client = ClientKind.of(flags.words().get(0));
        ClientKind.Launch launch = new ClientKind.Launch(
                flags.value(NAME).orElse("buffet"),
                console.self().get(0),
                arguments(flags, console),
                System.getProperty("java.home"));
        console.out().println(client.block(launch));
        console.note(client.advice());
        return 0;
    }

    private static List<String> arguments(Flags flags, Console console) {
        List<String> arguments =
                new ArrayList<>(console.self().subList(1, console.self().size()));
        List<String> words = flags.words().subList(1, flags.words().size());
        Optional<Path> file = ConfigFile.find(flags.value(Setup.CONFIG), console.environment());
        if (!words.isEmpty()) {
            arguments.add("serve");
            arguments.addAll(words);
        } else if (file.isPresent()) {
            Path absolute = file.get().toAbsolutePath().normalize();
            arguments.addAll(List.of("serve", Setup.CONFIG, absolute.toString()));
        } else {
            arguments.addAll(List.of("demo", "--serve"));
        }
        return arguments;
    }
}
