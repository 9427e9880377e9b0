package io.mcpbuffet.access.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.access.AccessList;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.model.TableRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OAuthTokensTest {
    private static final String AUDIENCE = "https://lake.example.org/mcp";

    private HttpServer web;
    private String issuer;
    private ECKey key;
    private Authenticator tokens;

    @BeforeEach
    void serve() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + web.getAddress().getPort() + "/realm";
        page("/keys", new JWKSet(key.toPublicJWK()).toString());
        page(
                "/.well-known/oauth-authorization-server/realm",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer.replace("/realm", "/keys") + "\"}");
        web.start();
        tokens = OAuthTokens.of(
                new HttpConfig.OAuth(
                        issuer,
                        Optional.empty(),
                        AUDIENCE,
                        "sub",
                        List.of(
                                new HttpConfig.Scope("lake.read", List.of("lake"), List.of()),
                                new HttpConfig.Scope("list", List.of(), List.of("list_*")))),
                new AccessList(List.of()));
    }

    private void page(String path, String body) {
        web.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject("ana")
                .claim("scope", "openid lake.read")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(key, change);
    }

    private String signed(ECKey by, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(by.getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                change.apply(claims()).build());
        token.sign(new ECDSASigner(by));
        return token.serialize();
    }

    private Authenticator.Outcome outcome(String token) {
        return tokens.authenticate(Optional.of("Bearer " + token));
    }

    @Test
    void admitsAHolderToWhatTheScopesOpen() throws Exception {
        var admitted = (Authenticator.Admitted) outcome(signed(c -> c));
        assertThat(admitted.principal().name()).isEqualTo("ana");
        assertThat(admitted.principal().access().table(TableRef.parse("lake.a.b")))
                .isTrue();
        assertThat(admitted.principal().access().table(TableRef.parse("snow.a.b")))
                .isFalse();
        var lists = (Authenticator.Admitted)
                outcome(signed(c -> c.claim("scope", null).claim("scp", List.of("list"))));
        assertThat(lists.principal().access().tool("list_tables")).isTrue();
        assertThat(lists.principal().access().tool("query")).isFalse();
    }

    @Test
    void refusesATokenWithoutAScope() throws Exception {
        var refused = (Authenticator.Refused) outcome(signed(c -> c.claim("scope", "openid")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.challenge()).contains("error=\"insufficient_scope\"", "scope=\"lake.read list\"");
    }

    @Test
    void refusesWhatIsNoTokenForThisServer() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        shared.sign(new MACSigner(key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
        List<String> bad = List.of(
                "",
                "x",
                "a.b.c",
                signed(c -> c.audience("https://other.example.org")),
                signed(c -> c.audience((String) null)),
                signed(c -> c.issuer("https://other.example.org")),
                signed(c -> c.expirationTime(Date.from(Instant.now().minusSeconds(300)))),
                signed(c -> c.expirationTime(null)),
                signed(c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
                signed(c -> c.subject(null)),
                signed(other, c -> c),
                new PlainJWT(claims().build()).serialize(),
                shared.serialize());
        assertThat(bad).allSatisfy(token -> {
            assertThat(outcome(token)).isInstanceOf(Authenticator.Refused.class);
            assertThat(((Authenticator.Refused) outcome(token)).status()).isEqualTo(401);
        });
    }

    @Test
    void saysThatTheKeysCannotBeHad() throws Exception {
        String token = signed(c -> c);
        web.stop(0);
        assertThat(((Authenticator.Refused) outcome(token)).status()).isEqualTo(503);
    }
}
