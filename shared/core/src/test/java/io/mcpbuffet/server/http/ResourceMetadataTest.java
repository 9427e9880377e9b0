package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.AccessList;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.access.oauth.OAuthTokens;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.server.ServedHttp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceMetadataTest {
    private static final HttpConfig.OAuth OAUTH = new HttpConfig.OAuth(
            "https://issuer.example.org",
            Optional.of("https://issuer.example.org/keys"),
            "https://lake.example.org/mcp",
            "sub",
            List.of(new HttpConfig.Scope("lake", List.of(), List.of())));

    private static HttpConfig config(Optional<String> publicUrl) {
        HttpConfig usual = ServedHttp.ANY_PORT;
        return new HttpConfig(
                usual.bind(),
                List.of(),
                Optional.of(OAUTH),
                Optional.empty(),
                publicUrl,
                List.of(),
                List.of(),
                usual.maxSessions(),
                usual.sessionIdle(),
                usual.drain());
    }

    @Test
    void tellsWhereTokensComeFrom() {
        try (ServedHttp served = new ServedHttp(
                config(Optional.of("https://lake.example.org")), OAuthTokens.of(OAUTH, new AccessList(List.of())))) {
            Browser browser = new Browser(served.uri());
            Browser.Answer refused = browser.post("/mcp", Browser.message(1, "ping", "{}"));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("www-authenticate").orElseThrow())
                    .contains(
                            "resource_metadata=\"https://lake.example.org/.well-known/oauth-protected-resource/mcp\"",
                            "scope=\"lake\"");
            JsonNode metadata =
                    browser.get("/.well-known/oauth-protected-resource/mcp").json();
            assertThat(metadata.path("resource").asText()).isEqualTo("https://lake.example.org/mcp");
            assertThat(metadata.at("/authorization_servers/0").asText()).isEqualTo("https://issuer.example.org");
            assertThat(metadata.at("/scopes_supported/0").asText()).isEqualTo("lake");
        }
    }

    @Test
    void tellsAHolderWhatHisTokenLacks() {
        Authenticator.Refused lacking =
                new Authenticator.Refused(403, "insufficient_scope", "The token has no scope of this server", "lake");
        try (ServedHttp served = new ServedHttp(config(Optional.of("https://lake.example.org")), any -> lacking)) {
            Browser.Answer refused = new Browser(served.uri()).post("/mcp", Browser.message(1, "ping", "{}"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("www-authenticate").orElseThrow())
                    .startsWith("Bearer ")
                    .contains(
                            "error=\"insufficient_scope\"",
                            "scope=\"lake\"",
                            "resource_metadata=\"https://lake.example");
        }
    }

    @Test
    void namesTheAddressThatWasCalledWhereNoneIsConfigured() {
        try (ServedHttp served =
                new ServedHttp(config(Optional.empty()), OAuthTokens.of(OAUTH, new AccessList(List.of())))) {
            JsonNode metadata = new Browser(served.uri())
                    .get("/.well-known/oauth-protected-resource")
                    .json();
            assertThat(metadata.path("resource").asText()).isEqualTo(served.uri() + "/mcp");
        }
    }
}
