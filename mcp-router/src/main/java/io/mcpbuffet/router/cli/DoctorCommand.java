package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import java.util.List;

/** Connects to each catalog and says what works, how fast, and what to fix. */
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "Connect to each catalog and say what works, how fast, and what to fix";
    }

    @Override
    public String help() {
        return """
                usage: buffet doctor [CATALOG ...] [OPTIONS]

                Uses each catalog, or those that are named, as a client would: connects, lists tables, loads one and reads a
                row of it. Tells how long each step took, and what to do where one fails. Ends with 1 where any failed.

                """
                + Setup.HELP;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, Setup.OPTIONS, List.of());
        BuffetConfig config = new Setup(console).configuration(flags);
        console.out().println("buffet " + BuffetServer.version() + ", Java " + Runtime.version());
        config.file().ifPresent(file -> console.out().println("configuration " + file));
        console.out().println();
        try (BuffetServer server = Router.open(config, console.environment())) {
            boolean well = new Doctor(server, console.out()).examine(chosen(flags.words(), server));
            console.note(well ? "all is well" : "not all is well: see the lines with FAIL");
            return well ? 0 : 1;
        }
    }

    private static List<CatalogSource> chosen(List<String> names, BuffetServer server) {
        List<String> known = server.lakehouse().catalogs();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw LakeException.invalid("There is no catalog '" + name + "'")
                    .hint(Nearest.of(name, known)
                            .map(nearest -> "Did you mean " + nearest + "?")
                            .orElse("Catalogs are " + String.join(", ", known)));
        });
        return server.lakehouse().sources().stream()
                .filter(source -> names.isEmpty() || names.contains(source.name()))
                .toList();
    }
}
