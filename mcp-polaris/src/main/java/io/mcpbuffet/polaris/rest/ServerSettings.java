package io.mcpbuffet.polaris.rest;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.FetchPlanningResultResponse;
import org.apache.iceberg.rest.responses.ImmutableLoadCredentialsResponse;
import org.apache.iceberg.rest.responses.ImmutableLoadViewResponse;
import org.apache.iceberg.rest.responses.LoadCredentialsResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.rest.responses.LoadViewResponse;
import org.apache.iceberg.rest.responses.PlanTableScanResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server may set on its client: an allow-list. The address, the token endpoint, classes to load, proxies and the like are the
 * configuration's alone, and so is everything that the configuration names itself. Safe for use by many threads.
 */
public final class ServerSettings {
    /** The path that a table was loaded from, kept with its settings so that its credentials can be asked for again. */
    public static final String TABLE_PATH = "mcp-buffet.table-path";
    /** The host of a storage endpoint that the server named and that is not taken from it. */
    public static final String REFUSED_ENDPOINT = "mcp-buffet.refused-endpoint";
    /** Present where the server gives credentials or signatures for the table's files. */
    public static final String DELEGATED = "mcp-buffet.delegated";

    private static final Logger LOG = LoggerFactory.getLogger(ServerSettings.class);
    private static final Pattern UNSENDABLE = Pattern.compile("[^!-~]+|[\"<>^`{|}]+");
    private static final String S3_ENDPOINT = "s3.endpoint";
    /** Not the separator of namespaces: every server takes U+001F too, and unlike a dot it is part of no sensible name. */
    private static final Set<String> OF_THE_SERVER =
            Set.of("prefix", "view-endpoints-supported", "rest-page-size", "default-base-location");

    private static final Set<String> OF_STORAGE = Set.of(
            "client.region",
            "s3.region",
            "s3.access-key-id",
            "s3.secret-access-key",
            "s3.session-token",
            "s3.session-token-expires-at-ms",
            "s3.path-style-access",
            "s3.remote-signing-enabled",
            "s3.signer.uri",
            "s3.signer.endpoint",
            "s3.cross-region-access-enabled",
            "s3.use-arn-region-enabled",
            "s3.dualstack-enabled",
            "signer.uri",
            "signer.endpoint",
            "scan-planning-mode",
            "gcs.oauth2.token",
            "gcs.oauth2.token-expires-at",
            "gcs.project-id");
    private static final List<String> OF_STORAGE_PREFIXES = List.of("adls.sas-token.", "adls.sas-token-expires-at-ms.");
    private static final List<String> DELEGATING =
            List.of("s3.access-key-id", "s3.remote-signing-enabled", "gcs.oauth2.token", "adls.sas-token.");

    private final Map<String, String> configured;
    private final Set<String> hosts;
    private final Consumer<ConfigResponse> onConfig;

    private ServerSettings(Map<String, String> configured, Set<String> hosts, Consumer<ConfigResponse> onConfig) {
        this.configured = Map.copyOf(configured);
        this.hosts = Set.copyOf(hosts);
        this.onConfig = onConfig;
    }

    /** {@code hosts} are those where a server may send its clients for files; {@code onConfig} hears each checked configuration. */
    static ServerSettings of(Map<String, String> configured, Set<String> hosts, Consumer<ConfigResponse> onConfig) {
        return new ServerSettings(configured, hosts, onConfig);
    }

    /** The answer without what the server may not set. {@code path} is what was asked. */
    <T extends RESTResponse> T checked(T response, String path) {
        @SuppressWarnings("unchecked")
        T out = (T) filtered(response, path);
        return out;
    }

    private Object filtered(RESTResponse response, String path) {
        if (response instanceof ConfigResponse config) {
            return config(config);
        }
        if (response instanceof LoadTableResponse table) {
            return table(table, path);
        }
        if (response instanceof LoadViewResponse view) {
            return ImmutableLoadViewResponse.copyOf(view).withConfig(Map.of());
        }
        if (response instanceof LoadCredentialsResponse credentials) {
            return ImmutableLoadCredentialsResponse.copyOf(credentials)
                    .withCredentials(credentials(credentials.credentials()));
        }
        if (response instanceof PlanTableScanResponse plan) {
            return plan(plan);
        }
        return response instanceof FetchPlanningResultResponse plan ? plan(plan) : response;
    }

    private ConfigResponse config(ConfigResponse config) {
        ConfigResponse checked = ConfigResponse.builder()
                .withDefaults(settings(config.defaults(), true))
                .withOverrides(settings(config.overrides(), true))
                .withEndpoints(config.endpoints())
                .build();
        onConfig.accept(checked);
        return checked;
    }

    private LoadTableResponse table(LoadTableResponse table, String path) {
        Map<String, String> settings = settings(table.config(), false);
        List<Credential> credentials = credentials(table.credentials());
        settings.put(TABLE_PATH, path);
        if (delegates(table.config()) || !credentials.isEmpty()) {
            settings.put(DELEGATED, "true");
        }
        return LoadTableResponse.builder()
                .withTableMetadata(table.tableMetadata())
                .addAllConfig(settings)
                .addAllCredentials(credentials)
                .build();
    }

    private static boolean delegates(Map<String, String> config) {
        return config.keySet().stream().anyMatch(key -> DELEGATING.stream().anyMatch(key::startsWith));
    }

    private List<Credential> credentials(List<Credential> given) {
        return given.stream()
                .map(credential -> new Checked(credential, settings(credential.config(), false)))
                .filter(checked -> !checked.settings().isEmpty())
                .<Credential>map(checked ->
                        ImmutableCredential.copyOf(checked.credential()).withConfig(checked.settings()))
                .toList();
    }

    private record Checked(Credential credential, Map<String, String> settings) {}

    /** Files are read with the credentials of their table, so those of a plan are not needed. */
    private static PlanTableScanResponse plan(PlanTableScanResponse plan) {
        return PlanTableScanResponse.builder()
                .withPlanStatus(plan.planStatus())
                .withPlanId(plan.planId())
                .withErrorResponse(plan.errorResponse())
                .withPlanTasks(plan.planTasks())
                .withFileScanTasks(plan.fileScanTasks())
                .build();
    }

    private static FetchPlanningResultResponse plan(FetchPlanningResultResponse plan) {
        return FetchPlanningResultResponse.builder()
                .withPlanStatus(plan.planStatus())
                .withErrorResponse(plan.errorResponse())
                .withPlanTasks(plan.planTasks())
                .withFileScanTasks(plan.fileScanTasks())
                .build();
    }

    /** What is taken of these settings. A null value takes nothing away. */
    private Map<String, String> settings(Map<String, String> given, boolean ofTheServer) {
        Map<String, String> taken = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (value != null && key.equals("uri") && ofTheServer) {
                tellAddress(value);
            }
            if (value == null || configured.containsKey(key)) {
                return;
            }
            if (key.equals(S3_ENDPOINT)) {
                endpoint(value, taken);
            } else if (key.equals("prefix") && ofTheServer) {
                taken.put(key, sendable(value));
            } else if (isAllowed(key, ofTheServer)) {
                taken.put(key, value);
            } else {
                LOG.debug("The setting {} of the server is not taken", key);
            }
        });
        return taken;
    }

    /** Some servers give a name with spaces or umlauts as it is, where a part of a path is wanted. */
    static String sendable(String prefix) {
        return UNSENDABLE.matcher(prefix).replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8)
                .replace("+", "%20"));
    }

    /** It is not taken, and some servers want it to be. */
    private void tellAddress(String address) {
        if (host(address).isPresent() && !address.startsWith(configured.getOrDefault("uri", address))) {
            LOG.warn("The server says that its address is {}: if it answers 404, set uri to that", address);
        }
    }

    private static boolean isAllowed(String key, boolean ofTheServer) {
        return (ofTheServer && OF_THE_SERVER.contains(key))
                || OF_STORAGE.contains(key)
                || OF_STORAGE_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private void endpoint(String value, Map<String, String> taken) {
        Optional<String> host = host(value);
        if (host.isPresent() && hosts.contains(host.get())) {
            taken.put(S3_ENDPOINT, value);
            return;
        }
        taken.put(REFUSED_ENDPOINT, host.orElse("an unreadable address"));
    }

    /** The host of an {@code http} or {@code https} address, in lower case. */
    static Optional<String> host(String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "https://" + address);
            boolean web = uri.getScheme().matches("(?i)https?") && uri.getUserInfo() == null;
            return Optional.ofNullable(uri.getHost()).filter(host -> web).map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
