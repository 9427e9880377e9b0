package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.ErrorHandlers;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.ResourcePaths;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;
import org.apache.iceberg.rest.responses.ListTablesResponse;
import org.apache.iceberg.rest.responses.LoadCredentialsResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.slf4j.LoggerFactory;

/** One catalog of a server that speaks the Iceberg REST protocol. Safe for use by many threads. */
public final class RestServer implements AutoCloseable {
    private static final Set<Endpoint> LEGACY_VIEWS = Set.of(Endpoint.V1_LIST_VIEWS, Endpoint.V1_LOAD_VIEW);

    private final GuardedCatalog catalog;
    private final RESTClient client;
    private final Set<Endpoint> endpoints;
    private final ResourcePaths paths;

    private RestServer(GuardedCatalog catalog, RESTClient client, Set<Endpoint> endpoints, ResourcePaths paths) {
        this.catalog = catalog;
        this.client = client;
        this.endpoints = endpoints;
        this.paths = paths;
    }

    /** A page of a listing as the server gave it; {@code next} is empty on the last. */
    public record Listed<T>(List<T> items, String next) {}

    /** New credentials of a table, each for the locations under its prefix; an empty prefix stands for all. */
    public record Delegation(Map<String, String> settings, List<Credential> credentials) {}

    /**
     * Asks for the server's configuration. {@code files} opens the files of a table by its settings.
     */
    public static RestServer connect(
            String name, RestConfig config, RestAccess access, Function<Map<String, String>, FileIO> files) {
        AtomicReference<ConfigResponse> answered = new AtomicReference<>();
        CatalogClient client = access.client(config, answered::set);
        GuardedCatalog catalog = new GuardedCatalog(properties -> client, files);
        try {
            catalog.initialize(name, config.iceberg());
        } catch (NoSuchWarehouseException e) {
            throw LakeException.of(
                            ErrorCode.NOT_FOUND,
                            "The server of catalog " + name + " has no warehouse '" + config.warehouse() + "'",
                            e)
                    .hint("Set warehouse to the name of a catalog of that server");
        }
        return new RestServer(
                catalog,
                client,
                endpoints(answered.get(), catalog.properties()),
                ResourcePaths.forCatalogProperties(catalog.properties()));
    }

    /** What a server offers that does not say: what was there before servers could. */
    private static Set<Endpoint> endpoints(ConfigResponse answered, Map<String, String> properties) {
        if (!answered.endpoints().isEmpty()) {
            return Set.copyOf(answered.endpoints());
        }
        Set<Endpoint> legacy = new HashSet<>(Set.of(
                Endpoint.V1_LIST_NAMESPACES,
                Endpoint.V1_LOAD_NAMESPACE,
                Endpoint.V1_LIST_TABLES,
                Endpoint.V1_LOAD_TABLE));
        if (Boolean.parseBoolean(properties.get("view-endpoints-supported"))) {
            legacy.addAll(LEGACY_VIEWS);
        }
        return Set.copyOf(legacy);
    }

    public Catalog catalog() {
        return catalog;
    }

    /** The settings in force: those configured, and what was taken of the server's. */
    public Map<String, String> properties() {
        return catalog.properties();
    }

    public boolean offers(Endpoint endpoint) {
        return endpoints.contains(endpoint);
    }

    /** Whether some endpoint's path has this text. */
    public boolean offersPath(String text) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.path().contains(text));
    }

    /** The endpoints on offer, such as {@code GET /v1/{prefix}/namespaces}. */
    public List<String> endpoints() {
        return endpoints.stream().map(Endpoint::toString).sorted().toList();
    }

    public Listed<Namespace> namespaces(Namespace parent, String token, int size) {
        Map<String, String> query = paging(token, size);
        if (!parent.isEmpty()) {
            query.put("parent", RESTUtil.namespaceToQueryParam(parent, separator()));
        }
        ListNamespacesResponse page = client.get(
                paths.namespaces(),
                query,
                ListNamespacesResponse.class,
                Map.of(),
                ErrorHandlers.namespaceErrorHandler());
        return new Listed<>(page.namespaces(), next(page.nextPageToken()));
    }

    /** NoSuchNamespaceException for an unknown one. */
    public Map<String, String> namespaceProperties(Namespace namespace) {
        return catalog.loadNamespaceMetadata(namespace);
    }

    public Listed<TableIdentifier> tables(Namespace namespace, String token, int size) {
        return identifiers(paths.tables(namespace), token, size);
    }

    public Listed<TableIdentifier> views(Namespace namespace, String token, int size) {
        return identifiers(paths.views(namespace), token, size);
    }

    private Listed<TableIdentifier> identifiers(String path, String token, int size) {
        ListTablesResponse page = client.get(
                path, paging(token, size), ListTablesResponse.class, Map.of(), ErrorHandlers.namespaceErrorHandler());
        return new Listed<>(page.identifiers(), next(page.nextPageToken()));
    }

    /** Credentials anew for the table that was loaded from a path. */
    public Delegation delegation(String tablePath) {
        if (offers(Endpoint.V1_TABLE_CREDENTIALS)) {
            LoadCredentialsResponse answer = client.get(
                    tablePath + "/credentials",
                    Map.of(),
                    LoadCredentialsResponse.class,
                    Map.of(),
                    ErrorHandlers.tableErrorHandler());
            return new Delegation(Map.of(), answer.credentials());
        }
        LoadTableResponse table = client.get(
                tablePath,
                Map.of("snapshots", "refs"),
                LoadTableResponse.class,
                Map.of(),
                ErrorHandlers.tableErrorHandler());
        return new Delegation(table.config(), table.credentials());
    }

    /** Reads something that Iceberg's protocol does not have; the path starts below the configured address. */
    public JsonNode json(String path, Map<String, String> query) {
        return client.get(path, query, JsonAnswer.class, Map.of(), ErrorHandlers.defaultErrorHandler())
                .json();
    }

    /** Has a request to an object store signed. */
    public JsonNode sign(String path, SignRequest request) {
        return client.post(path, request, JsonAnswer.class, Map.of(), ErrorHandlers.defaultErrorHandler())
                .json();
    }

    /** The path of something below a namespace in an API beside Iceberg's, such as {@code polaris/v1/prod/namespaces/a/policies}. */
    public String beside(String api, Namespace namespace, String... more) {
        String own = paths.namespace(namespace);
        StringBuilder path = new StringBuilder(api).append(own.substring("v1".length()));
        for (String part : more) {
            path.append('/').append(RESTUtil.encodePathSegment(part));
        }
        return path.toString();
    }

    /** What separates the levels of a namespace in a request. A level that holds it would name another namespace. */
    public String separator() {
        return RESTUtil.decodeString(properties().getOrDefault("namespace-separator", "%1F"));
    }

    private static Map<String, String> paging(String token, int size) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("pageToken", token);
        query.put("pageSize", Integer.toString(size));
        return query;
    }

    private static String next(String token) {
        return token == null ? "" : token;
    }

    /** The address that requests start from. */
    public URI base() {
        return URI.create(properties().get("uri"));
    }

    @Override
    public void close() {
        try {
            catalog.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(RestServer.class).warn("A catalog did not close: {}", e.getMessage());
        }
    }
}
