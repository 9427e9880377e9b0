package io.mcpbuffet.router.remote;

import io.mcpbuffet.model.Glob;
import io.mcpbuffet.router.link.Command;
import io.mcpbuffet.router.link.Endpoint;
import io.mcpbuffet.router.link.Links;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of {@code mcpServers}.
 *
 * @param name as configured
 * @param alias the same in characters that every client takes
 * @param allow names of what is passed through, as patterns; all for an empty list
 * @param deny names of what is not, as patterns
 */
public record ServerConfig(
        String name,
        String alias,
        Optional<Command> command,
        Optional<Endpoint> endpoint,
        List<String> allow,
        List<String> deny,
        Timing timing,
        Load load,
        boolean blocksChanges,
        Role role) {
    public ServerConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * All that are not disabled, in their order. INVALID_ARGUMENT for one that is wrong, or for two whose names become one.
     *
     * @param directory what relative paths start from
     */
    public static List<ServerConfig> all(Map<String, Object> servers, Path directory) {
        return ServerReader.all(servers, directory);
    }

    /**
     * What a server is asked at once.
     *
     * @param calls that it works on
     * @param waiting calls beyond them; more are refused
     * @param sessions of clients
     */
    public record Load(int calls, int waiting, int sessions) {}

    /** What becomes of a server. */
    public enum Role {
        /** A catalog where it is one of ours, else tools. */
        AUTO,
        CATALOG,
        TOOLS
    }

    /** Whether something by that name of the server is passed through. */
    boolean passes(String original) {
        boolean allowed = allow.isEmpty() || allow.stream().anyMatch(p -> new Glob(p).matches(original));
        return allowed && deny.stream().noneMatch(p -> new Glob(p).matches(original));
    }

    Links links() {
        return command.map(c -> Links.of(name, c)).orElseGet(() -> Links.of(name, endpoint.orElseThrow()));
    }

    /** What its offers depend on: those of another program or address are not taken for its own. Holds secrets. */
    String identity() {
        return command.map(c -> String.join("\0", c.program(), String.join("\0", c.arguments())) + "\0"
                        + new TreeMap<>(c.environment()))
                .orElseGet(() -> endpoint.orElseThrow().uri().toString());
    }
}
