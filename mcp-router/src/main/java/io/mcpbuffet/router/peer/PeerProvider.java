package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a catalog of another server of this kind. */
public final class PeerProvider implements CatalogProvider {
    private final Peer peer;
    private final Set<Feature> features;
    private final Optional<String> dialect;

    /**
     * For one server.
     *
     * @param server as it is configured
     * @param tools names of those it has
     * @param dialects of its catalogs, as far as they are known without asking it now
     */
    public PeerProvider(String server, PeerLink link, Collection<String> tools, Collection<String> dialects) {
        this.peer = new Peer(server, link);
        this.features = EnumSet.noneOf(Feature.class);
        add(Feature.SQL, "query", tools);
        add(Feature.TIME_TRAVEL, "list_snapshots", tools);
        add(Feature.METADATA, "inspect", tools);
        this.dialect = features.contains(Feature.SQL) ? Optional.of(PeerWords.dialect(dialects)) : Optional.empty();
    }

    /** The SQL of the catalogs of a server by their names, as its {@code list_catalogs} answers. */
    public static Map<String, String> dialects(JsonNode listed) {
        Map<String, String> dialects = new LinkedHashMap<>();
        listed.path("catalogs")
                .forEach(line -> dialects.put(
                        line.path("catalog").asText(), line.path("dialect").asText()));
        return dialects;
    }

    private void add(Feature feature, String tool, Collection<String> tools) {
        if (tools.contains(tool)) {
            features.add(feature);
        }
    }

    @Override
    public String kind() {
        return "mcp";
    }

    /** It is configured under {@code mcpServers}. */
    @Override
    public List<PropertySpec> properties() {
        return List.of();
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public Optional<String> dialect() {
        return dialect;
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        Map<String, String> dialects = PeerCatalog.dialects(peer);
        if (dialects.isEmpty()) {
            throw LakeException.unsupported("The server '" + peer.name() + "' has no catalogs");
        }
        return features.contains(Feature.TIME_TRAVEL) && features.contains(Feature.METADATA)
                ? new PeerHistory(peer, name, dialects)
                : new PeerCatalog(peer, name, dialects);
    }
}
