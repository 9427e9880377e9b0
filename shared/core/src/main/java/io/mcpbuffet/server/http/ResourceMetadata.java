package io.mcpbuffet.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Authenticator.Refused;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells clients where to get a token for this server (RFC 9728). */
record ResourceMetadata(HttpConfig config) {
    static final String PATH = "/.well-known/oauth-protected-resource";

    private static final String RESOURCE = "/mcp";

    /** The metadata; nothing where tokens come from nowhere. */
    void handle(Exchange exchange) {
        if (config.oauth().isEmpty()) {
            exchange.text(404, "There is no authorization server");
            return;
        }
        HttpConfig.OAuth oauth = config.oauth().get();
        ObjectNode metadata = Json.object().put("resource", base(config, exchange) + RESOURCE);
        metadata.putArray("authorization_servers").add(oauth.issuer());
        metadata.putArray("bearer_methods_supported").add("header");
        if (!oauth.scopes().isEmpty()) {
            var scopes = metadata.putArray("scopes_supported");
            oauth.scopes().forEach(scope -> scopes.add(scope.name()));
        }
        metadata.put("resource_name", "mcp-buffet");
        exchange.answer(200, Exchange.JSON, Json.write(metadata).getBytes(StandardCharsets.UTF_8));
    }

    /** The challenge of a refusal, with the place of the metadata where there is any. */
    String challenge(Exchange exchange, Refused refused) {
        Optional<String> where = config.oauth().map(oauth -> base(config, exchange) + PATH + RESOURCE);
        return refused.challenge()
                + where.map(url -> ", resource_metadata=\"" + url + "\"").orElse("");
    }

    /** How the client has reached the server, unless it is told. */
    static String base(HttpConfig config, Exchange exchange) {
        String scheme = config.tls().isPresent() ? "https://" : "http://";
        return config.publicUrl()
                .orElseGet(() -> scheme + exchange.header("Host").orElse("localhost"));
    }
}
