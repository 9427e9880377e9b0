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
 * @param http settings of the HTTP server, as written, with leaves likewise
 */
public record BuffetConfig(
        Optional<Path> file,
        Map<String, CatalogConfig> catalogs,
        Limits limits,
        Output output,
        Map<String, Object> mcpServers,
        Map<String, Object> http) {
    public static final BuffetConfig EMPTY =
            new BuffetConfig(Optional.empty(), Map.of(), Limits.DEFAULT, Output.BOTH, Map.of(), Map.of());

    public BuffetConfig {
        catalogs = Collections.unmodifiableMap(new LinkedHashMap<>(catalogs));
        mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
        http = Collections.unmodifiableMap(new LinkedHashMap<>(http));
    }

    /** As YAML with every secret masked, for a person to check. */
    public String masked() {
        return MaskedText.of(this);
    }
}
