package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.router.remote.Remotes;
import java.util.List;

/** Agrees to the definitions of tools and prompts that other servers have now. */
final class LockCommand implements Command {
    @Override
    public String name() {
        return "lock";
    }

    @Override
    public String summary() {
        return "Agree to the tools of other MCP servers as they are defined now";
    }

    @Override
    public String help() {
        return """
                usage: buffet lock [SERVER ...] [OPTIONS]

                Starts the servers of mcpServers, or those that are named, and writes the hashes of the tools and prompts
                that they define now into router.lock beside the configuration. Ends with 1 where one could not be asked.

                """
                + Setup.HELP;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Flags flags = Flags.parse(arguments, Setup.OPTIONS, List.of());
        BuffetConfig config = new Setup(console).configuration(flags);
        List<String> known = List.copyOf(config.mcpServers().keySet());
        flags.words().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw LakeException.invalid("There is no server '" + name + "' among mcpServers")
                    .hint(Nearest.of(name, known)
                            .map(nearest -> "Did you mean " + nearest + "?")
                            .orElse("Servers are " + String.join(", ", known)));
        });
        try (Remotes remotes = Router.remotes(config, console.environment())) {
            List<String> silent = remotes.agree(flags.words());
            silent.forEach(name -> console.note("could not be asked: " + name));
            return silent.isEmpty() ? 0 : 1;
        }
    }
}
