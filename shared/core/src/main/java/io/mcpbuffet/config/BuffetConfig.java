package io.mcpbuffet.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of a server.
 *
 * @param file where it was read from; empty for one made of flags, or for none at all
 * @param catalogs by name, in the order of the file
 * @param mcpServers other MCP servers, as written; leaves are String, Long, Double, Boolean or {@link Secret}
 * @param service how the server is operated
 */
public record BuffetConfig(
        Optional<Path> file,
        Map<String, CatalogConfig> catalogs,
        Limits limits,
        Output output,
        Map<String, Object> mcpServers,
        ServiceConfig service) {
    public static final BuffetConfig EMPTY =
            new BuffetConfig(Optional.empty(), Map.of(), Limits.DEFAULT, Output.BOTH, Map.of(), ServiceConfig.DEFAULT);

    public BuffetConfig {
        catalogs = Collections.unmodifiableMap(new LinkedHashMap<>(catalogs));
        mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
    }

    /** The same, operated in another way. */
    public BuffetConfig with(ServiceConfig other) {
        return new BuffetConfig(file, catalogs, limits, output, mcpServers, other);
    }

    /** As YAML with every secret masked, for a person to check. */
    public String masked() {
        return MaskedText.of(this);
    }
}
