package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.ErrorHandlers;
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
    private static final String VERSION = "v1";
    private static final Set<Endpoint> LEGACY_VIEWS = Set.of(Endpoint.V1_LIST_VIEWS, Endpoint.V1_LOAD_VIEW);

    private final GuardedCatalog catalog;
    private final CatalogClient client;
    private final Set<Endpoint> endpoints;
    private final ResourcePaths paths;

    private RestServer(GuardedCatalog catalog, CatalogClient client, Set<Endpoint> endpoints, ResourcePaths paths) {
        this.catalog = catalog;
        this.client = client;
        this.endpoints = endpoints;
        this.paths = paths;
    }

    /** A page of a listing as the server gave it; {@code next} is empty on the last. */
    public record Listed<T>(List<T> items, String next) {
        /** The same page with each item as something else. */
        public <R> Listed<R> map(Function<? super T, ? extends R> change) {
            return new Listed<>(items.stream().<R>map(change).toList(), next);
        }
    }

    /** New credentials of a table, each for the locations under its prefix; an empty prefix stands for all. */
    public record Delegation(Map<String, String> settings, List<Credential> credentials) {}

    /**
     * Asks for the server's configuration. {@code files} opens the files of a table by its settings; {@code above} levels are put before
     * each namespace of the server.
     */
    public static RestServer connect(
            RestConfig config, RestAccess access, Function<Map<String, String>, FileIO> files, int above) {
        String name = config.name();
        AtomicReference<ConfigResponse> answered = new AtomicReference<>();
        CatalogClient client = access.client(config, answered::set);
        GuardedCatalog catalog = new GuardedCatalog(properties -> client, files, above);
        try {
            catalog.initialize(name, config.iceberg());
        } catch (NoSuchWarehouseException e) {
            throw LakeException.of(
                            ErrorCode.NOT_FOUND,
                            "The server of catalog " + name + " has no warehouse '" + config.warehouse() + "'",
                            e)
                    .hint("Set warehouse to the name of a catalog of that server");
        }
        Set<Endpoint> endpoints = endpoints(answered.get(), catalog.properties());
        boolean plans = endpoints.contains(Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN);
        if (!plans && config.properties().getOrDefault("scan-planning-mode", "").equalsIgnoreCase("server")) {
            throw LakeException.of(
                            ErrorCode.UNSUPPORTED, "The server of catalog " + name + " offers no planning of scans")
                    .hint("Leave scan-planning-mode out");
        }
        return new RestServer(catalog, client, endpoints, ResourcePaths.forCatalogProperties(catalog.properties()));
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

    boolean offers(Predicate<Endpoint> wanted) {
        return endpoints.stream().anyMatch(wanted);
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

    /** Who asks, in a few words without secrets. */
    public String identity() {
        return client.who();
    }

    JsonApi api() {
        return new JsonApi(client);
    }

    /** What there is beside Iceberg's tables and views. */
    public PolarisObjects objects() {
        return new PolarisObjects(this);
    }

    /** Has a request to an object store signed. */
    public JsonNode sign(String path, SignRequest request) {
        return client.post(path, request, JsonAnswer.class, Map.of(), refusal -> {})
                .json();
    }

    /** The path of a namespace after the version of the API, such as {@code /prod/namespaces/a}. */
    String beneath(Namespace namespace) {
        return paths.namespace(namespace).substring(VERSION.length());
    }

    /** The path of the catalog after the version of the API, such as {@code /prod}; empty for a server of one. */
    String beneath() {
        return paths.namespaces().replaceFirst("/namespaces$", "").substring(VERSION.length());
    }

    /** What separates the levels of a namespace in a request. A level that holds it would name another namespace. */
    public String separator() {
        return RESTUtil.decodeString(properties().getOrDefault("namespace-separator", "%1F"));
    }

    static Map<String, String> paging(String token, int size) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("pageToken", token);
        query.put("pageSize", Integer.toString(size));
        return query;
    }

    private static String next(String token) {
        return token == null ? "" : token;
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
