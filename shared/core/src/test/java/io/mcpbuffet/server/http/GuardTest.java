package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.BearerTokens;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Secret;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.server.ServedHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class GuardTest {
    private static final String PING = Browser.message(1, "ping", "{}");
    private static final String ANA = "ana-token-0123456789";
    private static final String BOB = "bob-token-0123456789";

    private static ServedHttp tokens() {
        return new ServedHttp(
                ServedHttp.ANY_PORT,
                new BearerTokens(Map.of(new Principal("ana", Access.ALL), ANA, new Principal("bob", Access.ALL), BOB)));
    }

    private static Browser bearer(ServedHttp served, String token) {
        return new Browser(served.uri()).with("Authorization", "Bearer " + token);
    }

    @Test
    void letsInWhoHasATokenAndTellsOthersHow() {
        try (ServedHttp served = tokens()) {
            Browser nobody = new Browser(served.uri());
            Browser.Answer none = nobody.post("/mcp", PING);
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.header("www-authenticate")).contains("Bearer realm=\"mcp-buffet\"");
            Browser.Answer wrong = bearer(served, "wrong").post("/mcp", PING);
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("www-authenticate").orElseThrow()).contains("invalid_token");
            assertThat(nobody.get("/sse").status()).isEqualTo(401);
            assertThat(nobody.get("/livez").status()).isEqualTo(200);
            assertThat(bearer(served, ANA).initialize().request(1, "ping", "{}").has("result"))
                    .isTrue();
        }
    }

    @Test
    void keepsASessionToItsPrincipal() {
        try (ServedHttp served = tokens()) {
            Browser ana = bearer(served, ANA).initialize();
            Browser bob = ana.with("Authorization", "Bearer " + BOB);
            assertThat(bob.post("/mcp", PING).status()).isEqualTo(404);
            assertThat(bob.stream("GET", "/mcp", "").status).isEqualTo(404);
            assertThat(bob.send("DELETE", "/mcp", java.net.http.HttpRequest.BodyPublishers.noBody())
                            .status())
                    .isEqualTo(404);
            assertThat(ana.post("/mcp", PING).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesToServeOthersWithoutAccessControl() {
        HttpConfig everywhere = HttpConfig.DEFAULT.at(new HostPort("0.0.0.0", 0));
        assertThatThrownBy(() -> new ServedHttp(everywhere, io.mcpbuffet.access.Authenticator.OPEN))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("0.0.0.0:0");
    }

    @Test
    void refusesAnAddressThatIsInUse() {
        try (ServedHttp served = new ServedHttp()) {
            HttpConfig same =
                    HttpConfig.DEFAULT.at(new HostPort("127.0.0.1", served.uri().getPort()));
            assertThatThrownBy(() -> new ServedHttp(same, io.mcpbuffet.access.Authenticator.OPEN))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("cannot listen");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, '', 200",
        "127.0.0.1, http://localhost:3000, 200",
        "'[::1]', http://[::1]:3000, 200",
        "evil.example, '', 421",
        "localhost, http://evil.example, 403",
        "localhost, null, 403",
        "localhost, http://localhost.evil.example, 403",
        "'localhost@evil.example', '', 421",
    })
    void checksHostAndOrigin(String host, String origin, int status) throws IOException {
        try (ServedHttp served = new ServedHttp()) {
            String line = raw(
                    served.uri(),
                    "GET /livez HTTP/1.1\r\nHost: " + host + ":" + served.uri().getPort() + "\r\n"
                            + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n");
            assertThat(line).startsWith("HTTP/1.1 ").contains(" " + (line.contains(" 400 ") ? 400 : status) + " ");
            assertThat(line.contains(" 200 ")).isEqualTo(status == 200);
            if (line.contains(" 421 ")) {
                assertThat(line).contains("not known as '" + host, "http.hosts");
            } else if (status == 403) {
                assertThat(line).contains("Pages of '" + origin + "' may not call", "http.origins");
            }
        }
    }

    private static String raw(URI server, String request) throws IOException {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void answersAConfiguredOriginAndNoOther() {
        HttpConfig config = new HttpConfig(
                new HostPort("127.0.0.1", 0),
                List.of(new HttpConfig.Token("t", new Secret(ANA), List.of())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("https://inspector.example"),
                List.of(),
                2,
                java.time.Duration.ofMinutes(1),
                java.time.Duration.ofSeconds(1));
        try (ServedHttp served = new ServedHttp(config, io.mcpbuffet.access.Authenticator.OPEN)) {
            Browser page = new Browser(served.uri()).with("Origin", "https://inspector.example");
            Browser.Answer preflight = page.send("OPTIONS", "/mcp", java.net.http.HttpRequest.BodyPublishers.noBody());
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("access-control-allow-origin")).contains("https://inspector.example");
            Browser local = new Browser(served.uri()).with("Origin", "http://localhost:1");
            assertThat(local.get("/livez").header("access-control-allow-origin"))
                    .isEmpty();
            Browser one = page.initialize();
            page.initialize();
            Browser.Answer full = page.post(
                    "/mcp",
                    Browser.message(
                            0,
                            "initialize",
                            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.header("mcp-session-id")).isEmpty();
            one.send("DELETE", "/mcp", java.net.http.HttpRequest.BodyPublishers.noBody());
            page.initialize();
        }
    }
}
