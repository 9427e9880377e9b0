package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.LakeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.rest.auth.AuthManagers;
import org.apache.iceberg.rest.responses.ConfigResponse;

/** The connections and the identity of one configured catalog; shared by all catalogs of a server. Safe for use by many threads. */
public final class RestAccess {
    /** Below the time that a call waits while an old token is still good. */
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(6);

    private final CatalogClient.Connection connection;

    private RestAccess(CatalogClient.Connection connection) {
        this.connection = connection;
    }

    /** Connects to nothing yet. INVALID_ARGUMENT where the way to authenticate is not clear. */
    public static RestAccess of(RestConfig config, Timing timing) {
        PolarisErrors errors = new PolarisErrors(config.name(), config.uri().getAuthority());
        Retries retries = Retries.of(timing);
        Http http = Http.of(config.proxy(), config.timeout());
        Http tokens = Http.of(config.proxy(), TOKEN_TIMEOUT);
        Identity identity = new Logins(config, timing, retries, errors, tokens).identity();
        return new RestAccess(new CatalogClient.Connection(http, retries, identity, errors));
    }

    /** {@code onConfig} hears what the server says of itself, already checked. */
    CatalogClient client(RestConfig config, Consumer<ConfigResponse> onConfig) {
        ServerSettings settings = ServerSettings.of(config.properties(), config.storageHosts(), onConfig);
        return CatalogClient.of(config.uri(), config.headers(), connection, settings);
    }

    /** A client for another API of the same server. */
    JsonApi api(RestConfig config, URI base) {
        CatalogClient.Connection there = new CatalogClient.Connection(
                connection.http(),
                connection.retries(),
                connection.identity(),
                new PolarisErrors(config.name(), base.getAuthority()));
        return new JsonApi(CatalogClient.of(
                base, config.headers(), there, ServerSettings.of(config.properties(), config.storageHosts(), c -> {})));
    }

    /** The ways to say who asks. */
    private record Logins(RestConfig config, Timing timing, Retries retries, PolarisErrors errors, Http http) {
        Identity identity() {
            String type = config.get("rest.auth.type").orElseGet(this::type).toLowerCase(Locale.ROOT);
            return switch (type) {
                case "none" -> session("none", "nobody: no credentials are sent");
                case "basic" -> session("basic", "a user and a password");
                case "sigv4" -> session("sigv4", "AWS signatures");
                case "oauth2" -> oauth2();
                default ->
                    throw LakeException.invalid(
                                    "rest.auth.type '" + type + "' of the catalog " + config.name() + " is not known")
                            .hint("Use oauth2, sigv4, basic or none");
            };
        }

        private String type() {
            if (config.is("rest.sigv4-enabled", false)) {
                return "sigv4";
            }
            boolean bearer = List.of("credential", "token", "token-file").stream()
                            .anyMatch(key -> config.get(key).isPresent())
                    || subject().isPresent();
            return bearer ? "oauth2" : config.get("rest.auth.basic.username").isPresent() ? "basic" : "none";
        }

        private Identity session(String type, String who) {
            Map<String, String> properties = new LinkedHashMap<>(config.properties());
            properties.remove("rest.sigv4-enabled");
            properties.put("rest.auth.type", type);
            properties.put("rest.auth.sigv4.delegate-auth-type", "none");
            return new Identity.Session(
                    AuthManagers.loadAuthManager(config.name(), properties).catalogSession(null, properties), who);
        }

        private Identity oauth2() {
            Supplier<Token> source = source();
            return new Identity.Bearer(
                    new Tokens(timing, retries, source),
                    errors,
                    config.tokenUri().getAuthority());
        }

        private Supplier<Token> source() {
            Optional<String> token = config.get("token");
            if (config.get("token-file").isPresent()) {
                return TokenSources.file(Path.of(config.get("token-file").get()), timing);
            }
            if (token.isPresent()) {
                boolean renews =
                        config.get("oauth2-server-uri").isPresent() && config.is("token-exchange-enabled", true);
                return renews
                        ? TokenSources.exchanging(token.get(), timing, this::exchanged)
                        : TokenSources.fixed(token.get(), timing);
            }
            if (subject().isPresent()) {
                String type = subject().get();
                Grant grant = Grant.exchange(type, config.properties().get(type), config.get("credential"), more());
                return () -> endpoint().token(grant);
            }
            String credential = config.get("credential")
                    .orElseThrow(() -> LakeException.invalid("The catalog " + config.name() + " has no credential")
                            .hint("Set credential: ID:SECRET, token, or rest.auth.type"));
            Grant grant = Grant.clientCredentials(credential, more());
            return () -> endpoint().token(grant);
        }

        private Token exchanged(Token last) {
            return endpoint()
                    .token(Grant.exchange(
                            Grant.TOKEN_TYPE + "access_token", last.value(), config.get("credential"), more()));
        }

        /** The property that holds a token to be exchanged: its name is the type. */
        private Optional<String> subject() {
            return config.properties().keySet().stream()
                    .filter(key -> key.startsWith(Grant.TOKEN_TYPE))
                    .findFirst();
        }

        private Map<String, String> more() {
            Map<String, String> more = new LinkedHashMap<>();
            more.put("scope", config.get("scope").orElse("catalog"));
            config.get("audience").ifPresent(value -> more.put("audience", value));
            config.get("resource").ifPresent(value -> more.put("resource", value));
            return more;
        }

        private TokenEndpoint endpoint() {
            Map<String, String> headers = new LinkedHashMap<>();
            config.get("realm").ifPresent(realm -> headers.put("Polaris-Realm", realm));
            return new TokenEndpoint(
                    config.tokenUri(),
                    headers,
                    http,
                    timing,
                    Duration.ofMillis(config.number("token-expires-in-ms", 3_600_000)));
        }
    }
}
