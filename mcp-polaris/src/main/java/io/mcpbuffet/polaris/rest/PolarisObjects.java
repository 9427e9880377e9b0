package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.polaris.rest.RestServer.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.RESTUtil;

/** What Polaris keeps beside Iceberg's tables and views: tables of other formats, and policies. Safe for use by many threads. */
public final class PolarisObjects {
    private static final String API = "polaris/v1";
    private static final String TABLES = "/namespaces/{namespace}/generic-tables";
    private static final String POLICIES = "/namespaces/{namespace}/policies";

    private final RestServer server;

    PolarisObjects(RestServer server) {
        this.server = server;
    }

    /** A table that Polaris knows by its format and place only. */
    public record GenericTable(
            String name,
            String format,
            Optional<String> location,
            Optional<String> comment,
            Map<String, String> properties) {
        public GenericTable {
            properties = Map.copyOf(properties);
        }
    }

    /** The name of a policy in its namespace. */
    public record PolicyName(List<String> namespace, String name) {
        public PolicyName {
            namespace = List.copyOf(namespace);
        }
    }

    /**
     * A policy.
     *
     * @param inherited whether it holds for a table because of what the table is in
     */
    public record Policy(
            PolicyName name,
            String type,
            boolean inherited,
            long version,
            Optional<String> comment,
            Optional<String> content) {}

    public boolean hasTables() {
        return offers(TABLES);
    }

    public boolean hasPolicies() {
        return offers(POLICIES);
    }

    public boolean hasApplicablePolicies() {
        return offers("/applicable-policies");
    }

    private boolean offers(String end) {
        return server.offers(endpoint -> endpoint.httpMethod().equals("GET")
                && endpoint.path().contains(API)
                && endpoint.path().endsWith(end));
    }

    public Listed<String> tables(Namespace namespace, String token, int size) {
        JsonNode page = server.api().get(path(namespace, "generic-tables"), RestServer.paging(token, size));
        List<String> names = new ArrayList<>();
        page.path("identifiers").forEach(each -> names.add(each.path("name").asText()));
        return new Listed<>(names, next(page));
    }

    /** Empty where there is none of this name. */
    public Optional<GenericTable> table(Namespace namespace, String name) {
        return found(path(namespace, "generic-tables", name)).map(answer -> {
            JsonNode table = answer.path("table");
            Map<String, String> properties = new LinkedHashMap<>();
            table.path("properties")
                    .properties()
                    .forEach(each ->
                            properties.put(each.getKey(), each.getValue().asText()));
            return new GenericTable(
                    name,
                    table.path("format").asText("unknown"),
                    text(table.path("base-location")),
                    text(table.path("doc")),
                    properties);
        });
    }

    public Listed<PolicyName> policies(Namespace namespace, String token, int size) {
        JsonNode page = server.api().get(path(namespace, "policies"), RestServer.paging(token, size));
        List<PolicyName> names = new ArrayList<>();
        page.path("identifiers")
                .forEach(each -> names.add(new PolicyName(
                        texts(each.path("namespace")), each.path("name").asText())));
        return new Listed<>(names, next(page));
    }

    /** Empty where it is gone. */
    public Optional<Policy> policy(PolicyName name) {
        Namespace namespace = Namespace.of(name.namespace().toArray(String[]::new));
        return found(path(namespace, "policies", name.name()))
                .map(answer -> policy(name.namespace(), answer.path("policy")));
    }

    /** The policies that hold for a table or view, those of its namespaces and of the catalog too. */
    public Listed<Policy> applicable(Namespace namespace, String table, String token, int size) {
        Map<String, String> query = RestServer.paging(token, size);
        query.put("namespace", RESTUtil.namespaceToQueryParam(namespace, server.separator()));
        query.put("target-name", table);
        JsonNode page = server.api().get(API + server.beneath() + "/applicable-policies", query);
        List<Policy> policies = new ArrayList<>();
        page.path("applicable-policies").forEach(each -> policies.add(policy(texts(each.path("namespace")), each)));
        return new Listed<>(policies, next(page));
    }

    private static Policy policy(List<String> namespace, JsonNode policy) {
        return new Policy(
                new PolicyName(namespace, policy.path("name").asText()),
                policy.path("policy-type").asText("unknown"),
                policy.path("inherited").asBoolean(),
                policy.path("version").asLong(),
                text(policy.path("description")),
                text(policy.path("content")));
    }

    private Optional<JsonNode> found(String path) {
        try {
            return Optional.of(server.api().get(path, Map.of()));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String path(Namespace namespace, String... more) {
        StringBuilder path = new StringBuilder(API).append(server.beneath(namespace));
        for (String part : more) {
            path.append('/').append(RESTUtil.encodePathSegment(part));
        }
        return path.toString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static String next(JsonNode page) {
        return page.path("next-page-token").asText("");
    }
}
