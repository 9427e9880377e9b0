package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.rest.RESTUtil;

/** What the configuration of a catalog says, under Iceberg's own names. Values may be secret. */
public record RestConfig(String name, Map<String, String> properties) {
    /** Stands for every catalog of a server. */
    private static final String ALL = "*";

    private static final String MANAGEMENT = "/api/management/v1";
    private static final String CATALOGS = "/api/catalog";
    private static final String DELEGATION = "X-Iceberg-Access-Delegation";

    public RestConfig {
        properties = Map.copyOf(properties);
        address(name, "uri", properties.getOrDefault("uri", ""));
    }

    /** The address of the catalog, without a slash at its end. */
    public URI uri() {
        return address(name, "uri", properties.getOrDefault("uri", ""));
    }

    /** Where Polaris is managed: beside its catalogs, unless it is said. */
    URI managementUri() {
        return get("management-uri")
                .map(text -> address(name, "management-uri", text))
                .orElseGet(() -> URI.create(root() + MANAGEMENT));
    }

    private String root() {
        String text = uri().toString();
        return text.endsWith(CATALOGS)
                ? text.substring(0, text.length() - CATALOGS.length())
                : uri().getScheme() + "://" + uri().getRawAuthority();
    }

    private static URI address(String name, String key, String value) {
        String text = RESTUtil.stripTrailingSlash(value.strip());
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).matches("https?")
                    && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw unusable(name, key, e);
        }
        throw unusable(name, key, null);
    }

    private static LakeException unusable(String name, String key, Throwable cause) {
        return LakeException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "The " + key + " of the catalog " + name + " is no http or https address",
                        cause)
                .hint(
                        "Write it like https://HOST/api/catalog, which is the uri of a Polaris, without a user or password");
    }

    public String warehouse() {
        return properties.getOrDefault("warehouse", "");
    }

    /** Whether all catalogs of the server are meant. INVALID_ARGUMENT where that contradicts the rest. */
    public boolean isWholeServer() {
        if (!warehouse().equals(ALL)) {
            return false;
        }
        if (get("prefix").isPresent()) {
            throw LakeException.invalid("The catalog " + name
                            + " has warehouse '*', so each catalog of the server has a prefix of its own")
                    .hint("Leave prefix out");
        }
        return true;
    }

    /** The same for one catalog of the server. */
    public RestConfig withWarehouse(String warehouse) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.put("warehouse", warehouse);
        return new RestConfig(name, changed);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(properties.get(key)).filter(value -> !value.isBlank());
    }

    boolean is(String key, boolean otherwise) {
        return get(key).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** Headers of every request. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        get("realm").ifPresent(realm -> headers.put("Polaris-Realm", realm));
        if (!properties.containsKey("s3.access-key-id")) {
            headers.put(DELEGATION, "vended-credentials,remote-signing");
        }
        RESTUtil.configHeaders(properties).forEach((key, value) -> {
            headers.keySet().removeIf(key::equalsIgnoreCase);
            headers.put(key, value);
        });
        headers.values().removeIf(String::isBlank);
        return headers;
    }

    /** How long one exchange may take. */
    Duration timeout() {
        return Duration.ofMillis(number("rest.client.socket-timeout-ms", 30_000));
    }

    long number(String key, long otherwise) {
        try {
            return get(key).map(Long::parseLong).filter(n -> n > 0).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw LakeException.of(
                    ErrorCode.INVALID_ARGUMENT, "The property " + key + " of the catalog " + name + " is no number", e);
        }
    }

    Optional<InetSocketAddress> proxy() {
        return get("rest.client.proxy.hostname")
                .map(host -> new InetSocketAddress(host, (int) number("rest.client.proxy.port", 8080)));
    }

    /** Where OAuth2 tokens come from. */
    URI tokenUri() {
        return get("oauth2-server-uri")
                .map(text -> URI.create(RESTUtil.resolveEndpoint(uri().toString(), text)))
                .orElse(URI.create(uri() + "/v1/oauth/tokens"));
    }

    /** Hosts that a server may name as endpoints of storage. */
    Set<String> storageHosts() {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(uri().getHost().toLowerCase(Locale.ROOT));
        list("allowed-endpoints").forEach(text -> ServerSettings.host(text).ifPresent(hosts::add));
        return hosts;
    }

    /** The values of a property that are separated by commas. */
    public List<String> list(String key) {
        return get(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** What Iceberg's catalog is opened with: no secret of ours, and nothing that it would load or report by itself. */
    Map<String, String> iceberg() {
        Map<String, String> own = new LinkedHashMap<>(properties);
        own.keySet()
                .removeIf(key -> key.startsWith("header.")
                        || key.startsWith(Grant.TOKEN_TYPE)
                        || key.startsWith("rest.")
                        || List.of(
                                        "credential",
                                        "token",
                                        "token-file",
                                        "scope",
                                        "audience",
                                        "resource",
                                        "oauth2-server-uri",
                                        "io-impl")
                                .contains(key));
        own.computeIfPresent("prefix", (key, prefix) -> ServerSettings.sendable(prefix));
        own.put("uri", uri().toString());
        own.put("rest.auth.type", "none");
        own.put("rest-metrics-reporting-enabled", "false");
        return own;
    }
}
