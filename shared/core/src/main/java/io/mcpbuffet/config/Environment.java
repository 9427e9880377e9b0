package io.mcpbuffet.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is given besides its arguments.
 *
 * @param variables environment variables
 * @param directory the working directory
 * @param home the user's home directory
 */
public record Environment(Map<String, String> variables, Path directory, Path home) {
    public static Environment system() {
        return new Environment(
                System.getenv(), Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home", ".")));
    }

    /** Empty for a variable that is absent or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(v -> !v.isBlank());
    }

    /** Where what can be had again is kept for this user. */
    public Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".cache"))
                .resolve("mcp-buffet");
    }
}
