package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.rest.RESTUtil;

/** Polaris' management API: the catalogs of a server, and who may do what in them. Safe for use by many threads. */
public final class Management {
    /** How servers answer that know of no such address. */
    private static final Set<ErrorCode> UNKNOWN =
            Set.of(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED);

    private final String catalog;
    private final JsonApi api;

    private Management(String catalog, JsonApi api) {
        this.catalog = catalog;
        this.api = api;
    }

    /** Connects to nothing yet. */
    public static Management of(RestConfig config, RestAccess access) {
        return new Management(config.name(), access.api(config, config.managementUri()));
    }

    /** A catalog of the server: internal, or external where Polaris passes another one on. */
    public record CatalogLine(String name, String type, Optional<String> location) {}

    /**
     * A privilege that a catalog role has.
     *
     * @param on {@code catalog}, {@code namespace}, {@code table}, {@code view}, {@code policy}
     * @param of the name of the table, view or policy; empty for others
     */
    public record Privilege(String name, String on, List<String> namespace, String of) {}

    public List<CatalogLine> catalogs() {
        return list("catalogs", "catalogs").stream()
                .map(each -> new CatalogLine(
                        each.path("name").asText(),
                        each.path("type").asText("INTERNAL"),
                        text(each.path("properties").path("default-base-location"))))
                .filter(each -> !each.name().isEmpty())
                .toList();
    }

    /** The roles inside of a catalog of the server. */
    public List<String> catalogRoles(String of) {
        return names(list(path("catalogs", of, "catalog-roles"), "roles"));
    }

    public List<Privilege> grants(String of, String catalogRole) {
        return list(path("catalogs", of, "catalog-roles", catalogRole, "grants"), "grants").stream()
                .map(Management::privilege)
                .toList();
    }

    private static Privilege privilege(JsonNode grant) {
        List<String> namespace = new ArrayList<>();
        grant.path("namespace").forEach(level -> namespace.add(level.asText()));
        String on = grant.path("type").asText();
        return new Privilege(
                grant.path("privilege").asText(),
                on,
                namespace,
                grant.path(on + "Name").asText(""));
    }

    /** The roles of the server that have a role of a catalog. */
    public List<String> principalRoles(String of, String catalogRole) {
        return names(list(path("catalogs", of, "catalog-roles", catalogRole, "principal-roles"), "roles"));
    }

    public List<String> principals(String principalRole) {
        return names(list(path("principal-roles", principalRole, "principals"), "principals"));
    }

    private static String path(String... parts) {
        return String.join(
                "/", List.of(parts).stream().map(RESTUtil::encodePathSegment).toList());
    }

    private static List<String> names(List<JsonNode> objects) {
        return objects.stream().map(each -> each.path("name").asText()).toList();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private List<JsonNode> list(String path, String field) {
        JsonNode answer;
        try {
            answer = api.get(path, Map.of());
        } catch (LakeException e) {
            throw UNKNOWN.contains(e.code()) ? absent(e) : e;
        }
        if (!answer.path(field).isArray()) {
            throw absent(null);
        }
        return StreamSupport.stream(answer.path(field).spliterator(), false).toList();
    }

    private LakeException absent(LakeException cause) {
        String why = cause == null ? "what it answers is something else" : cause.getMessage();
        return LakeException.of(
                        ErrorCode.UNSUPPORTED,
                        "The server of catalog " + catalog + " has no management API: " + why,
                        cause)
                .hint("Only Apache Polaris has one; management-uri says where, if it is not beside uri");
    }
}
