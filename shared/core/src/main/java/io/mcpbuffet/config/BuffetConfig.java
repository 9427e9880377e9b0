package io.mcpbuffet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What is secret in the entries of other servers. */
    public List<String> serverSecrets() {
        List<String> secrets = new ArrayList<>();
        mcpServers.values().forEach(entry -> secrets(entry, false, secrets));
        return secrets;
    }

    private static void secrets(Object value, boolean secret, List<String> found) {
        if (value instanceof Secret known) {
            found.add(known.reveal());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> secrets(inner, secret || MaskedText.looksSecret(String.valueOf(key)), found));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> secrets(inner, secret, found));
        } else if (secret) {
            found.add(String.valueOf(value));
        }
    }
}
