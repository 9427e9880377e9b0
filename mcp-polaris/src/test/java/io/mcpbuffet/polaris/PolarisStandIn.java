package io.mcpbuffet.polaris;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.iceberg.s3.S3Store;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.Endpoint;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * A Polaris on 127.0.0.1: several catalogs of the reference server, each under its prefix, its management API, tables of other formats and
 * policies, all behind the gate. Lists of its own API are given in pages of two. Safe for use by many threads.
 */
final class PolarisStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CATALOG = "/api/catalog/v1/";
    private static final String OBJECTS = "/api/catalog/polaris/v1/";
    private static final String MANAGEMENT = "/api/management/v1/";
    private static final int PAGE = 2;
    private static final Endpoint[] OWN = {
        Endpoint.create("GET", "polaris/v1/{prefix}/namespaces/{namespace}/generic-tables"),
        Endpoint.create("GET", "polaris/v1/{prefix}/namespaces/{namespace}/generic-tables/{generic-table}"),
        Endpoint.create("GET", "/polaris/v1/{prefix}/namespaces/{namespace}/policies"),
        Endpoint.create("GET", "/polaris/v1/{prefix}/namespaces/{namespace}/policies/{policy-name}"),
        Endpoint.create("GET", "/polaris/v1/{prefix}/applicable-policies")
    };

    private final S3Store store = S3Store.start().bucket(RestStandIn.BUCKET);
    private final Map<String, Hosted> catalogs = new LinkedHashMap<>();
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, Items> lists = new ConcurrentHashMap<>();
    private final Gate gate;
    private final Server jetty;

    private record Hosted(InMemoryCatalog backing, Answers answers, Handler servlets) {}

    /** A list that is given in pages, under the name of a field. */
    private record Items(String field, List<String> documents) {}

    private PolarisStandIn(List<String> names) {
        Handler.Sequence started = new Handler.Sequence();
        for (String name : names) {
            InMemoryCatalog backing = RestStandIn.backing(store);
            Answers answers =
                    new Answers(backing).override("prefix", name).more(OWN).tables(() -> Answers.keys(store));
            Handler servlets = RestStandIn.servlets(answers);
            started.addHandler(servlets);
            catalogs.put(name, new Hosted(backing, answers, servlets));
        }
        gate = new Gate(new Dispatch(started));
        jetty = RestStandIn.listen(gate);
        document(
                MANAGEMENT + "catalogs",
                "{\"catalogs\": ["
                        + String.join(
                                ", ",
                                names.stream()
                                        .map(name -> "{\"type\": \"INTERNAL\", \"name\": " + quoted(name)
                                                + ", \"properties\": {\"default-base-location\": \"s3://lake/" + name
                                                + "\"}, \"storageConfigInfo\": {\"storageType\": \"S3\"}}")
                                        .toList())
                        + "]}");
    }

    static PolarisStandIn start(String... catalogs) {
        return new PolarisStandIn(List.of(catalogs));
    }

    static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    Gate gate() {
        return gate;
    }

    S3Store store() {
        return store;
    }

    InMemoryCatalog backing(String catalog) {
        return catalogs.get(catalog).backing();
    }

    Answers answers(String catalog) {
        return catalogs.get(catalog).answers();
    }

    Map<String, String> properties(String warehouse) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("uri", RestStandIn.uri(jetty) + "/api/catalog");
        properties.put("warehouse", warehouse);
        properties.put("credential", Gate.CLIENT + ":" + Gate.SECRET);
        properties.put("scope", "PRINCIPAL_ROLE:ALL");
        return properties;
    }

    /** What the management API answers to a path below {@code /api/management/v1/}. */
    PolarisStandIn managed(String path, String json) {
        document(MANAGEMENT + path, json);
        return this;
    }

    /** A table of another format, as {@code createGenericTable} takes it. */
    void table(String catalog, String namespace, String name, String json) {
        String path = OBJECTS + catalog + "/namespaces/" + namespace + "/generic-tables";
        document(path + "/" + name, "{\"table\": " + json + "}");
        list(path, "identifiers", "{\"namespace\": [" + quoted(namespace) + "], \"name\": " + quoted(name) + "}");
    }

    void policy(String catalog, String namespace, String name, String json) {
        String path = OBJECTS + catalog + "/namespaces/" + namespace + "/policies";
        document(path + "/" + name, "{\"policy\": " + json + "}");
        list(path, "identifiers", "{\"namespace\": [" + quoted(namespace) + "], \"name\": " + quoted(name) + "}");
    }

    void applies(String catalog, String namespace, String table, String json) {
        String path = OBJECTS + catalog + "/applicable-policies?" + namespace + "/" + table;
        list(path, "applicable-policies", json);
    }

    private void document(String path, String json) {
        documents.put(path, json);
    }

    private void list(String path, String field, String json) {
        lists.computeIfAbsent(path, key -> new Items(field, new ArrayList<>()))
                .documents()
                .add(json);
    }

    /** By what a path begins with. Paths of its own API are compared decoded, those of Iceberg's are passed on as they came. */
    private final class Dispatch extends Handler.Wrapper {
        Dispatch(Handler started) {
            super(started);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = request.getHttpURI().getPath();
            Fields query = Request.extractQueryParameters(request);
            if (path.startsWith(MANAGEMENT) || path.startsWith(OBJECTS)) {
                own(request.getMethod(), URLDecoder.decode(path, StandardCharsets.UTF_8), query)
                        .answer(request, response, callback);
                return true;
            }
            String inside = path.substring(Math.min(CATALOG.length(), path.length()));
            boolean config = inside.equals("config");
            String first = inside.replaceFirst("/.*", "");
            String name = config ? query.getValue("warehouse") : URLDecoder.decode(first, StandardCharsets.UTF_8);
            Hosted hosted = catalogs.get(name);
            if (hosted == null) {
                Gate.error(response, callback, 404, "NotFoundException", "Unable to find warehouse " + name);
                return true;
            }
            String rest = config ? "config" : inside.substring(first.length() + 1);
            Request passed =
                    Request.serveAs(request, HttpURI.build(request.getHttpURI()).path("/v1/" + rest));
            return hosted.servlets().handle(passed, response, callback);
        }

        private Gate.Fault own(String method, String path, Fields query) throws IOException {
            if (!method.equals("GET")) {
                return Gate.status(405);
            }
            String target = query.getValue("target-name");
            String key = target == null ? path : path + "?" + query.getValue("namespace") + "/" + target;
            if (documents.containsKey(key)) {
                return Gate.text(200, "application/json", documents.get(key));
            }
            if (path.endsWith("-tables") || path.endsWith("policies")) {
                String field = path.endsWith("applicable-policies") ? "applicable-policies" : "identifiers";
                return Gate.text(
                        200, "application/json", page(lists.getOrDefault(key, new Items(field, List.of())), query));
            }
            return Gate.status(404);
        }

        private String page(Items items, Fields query) throws IOException {
            String token = query.getValue("pageToken");
            int from = token == null || token.isEmpty() ? 0 : Integer.parseInt(token);
            int to = Math.min(from + PAGE, items.documents().size());
            ObjectNode page = JSON.createObjectNode();
            ArrayNode shown = page.putArray(items.field());
            for (String each : items.documents().subList(from, to)) {
                shown.add(JSON.readTree(each));
            }
            if (to < items.documents().size()) {
                page.put("next-page-token", Integer.toString(to));
            }
            return page.toString();
        }
    }

    @Override
    public void close() {
        RestStandIn.stop(jetty);
        store.close();
    }
}
