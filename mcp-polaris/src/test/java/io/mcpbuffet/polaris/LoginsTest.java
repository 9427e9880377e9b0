package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.tool.FakeLake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to say who asks. */
class LoginsTest {
    private final VirtualTiming timing = new VirtualTiming();
    private RestStandIn server;

    @BeforeEach
    void start() {
        server = RestStandIn.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Catalog open(String... properties) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("uri", server.uri().toString()));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return new PolarisProvider(timing).open("lake", all, FakeLake.services());
    }

    private List<Gate.Seen> requests(String path) {
        return server.gate().seen().stream()
                .filter(seen -> seen.path().endsWith(path))
                .toList();
    }

    @Test
    void sendsClientCredentialsWithTheirScope() {
        open("credential", Gate.CLIENT + ":" + Gate.SECRET, "scope", "PRINCIPAL_ROLE:ALL", "audience", "lake")
                .close();
        assertThat(Gate.form(requests("/v1/oauth/tokens").get(0).body()))
                .containsEntry("scope", "PRINCIPAL_ROLE:ALL")
                .containsEntry("audience", "lake")
                .containsEntry("client_id", Gate.CLIENT);
    }

    @Test
    void asksTheTokenServerThatIsConfigured() {
        try (RestStandIn issuer = RestStandIn.start()) {
            server.gate().accept(Gate.TOKEN + "1");
            open(
                            "credential",
                            Gate.CLIENT + ":" + Gate.SECRET,
                            "oauth2-server-uri",
                            issuer.uri() + "/realms/lake/oauth/tokens")
                    .close();
            assertThat(issuer.gate().issued()).isEqualTo(1);
            assertThat(server.gate().issued()).isZero();
        }
    }

    @Test
    void sendsATokenAndSaysWhenItIsNoLongerGood() {
        server.gate().accept("fixed");
        Catalog catalog = open("token", "fixed");
        catalog.ping();
        server.gate().revoke();
        LakeException failure = catchThrowableOfType(LakeException.class, catalog::ping);
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure.getMessage()).doesNotContain("fixed");
    }

    @Test
    void readsTheTokenOfAFileAgain(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        server.gate().accept("first");
        Catalog catalog = open("token-file", file.toString());
        catalog.ping();
        Files.writeString(file, "second\n");
        server.gate().revoke();
        server.gate().accept("second");
        catalog.ping();
    }

    @Test
    void exchangesATokenOfAnotherIssuer() {
        open("urn:ietf:params:oauth:token-type:id_token", "id-token", "credential", "app:pass")
                .close();
        Gate.Seen request = requests("/v1/oauth/tokens").get(0);
        assertThat(Gate.form(request.body()))
                .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        assertThat(request.headers())
                .containsEntry(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString("app:pass".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void exchangesItsOwnTokenBeforeItEnds() {
        String jwt = "e30."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ("{\"exp\": " + timing.now().plusSeconds(600).getEpochSecond() + "}")
                                        .getBytes(StandardCharsets.UTF_8))
                + ".x";
        server.gate().accept(jwt);
        server.gate().exchanges(jwt);
        Catalog catalog = open("token", jwt, "oauth2-server-uri", "/v1/oauth/tokens");
        catalog.ping();
        assertThat(server.gate().issued()).isZero();
        timing.pause(Duration.ofMinutes(6));
        catalog.ping();
        assertThat(server.gate().issued()).isEqualTo(1);
    }

    @Test
    void sendsAUserAndAPassword() {
        server.gate().open();
        open("rest.auth.basic.username", "ada", "rest.auth.basic.password", "pw")
                .close();
        assertThat(requests("/v1/config").get(0).headers())
                .containsEntry(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString("ada:pw".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void signsForTheServiceThatIsConfigured() {
        server.gate().open();
        open(
                        "rest.sigv4-enabled",
                        "true",
                        "rest.signing-name",
                        "s3tables",
                        "rest.signing-region",
                        "eu-west-1",
                        "rest.access-key-id",
                        "AKIDEXAMPLE",
                        "rest.secret-access-key",
                        "sigv4-secret")
                .close();
        Map<String, String> headers = requests("/v1/config").get(0).headers();
        assertThat(headers.get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-west-1/s3tables/aws4_request");
        assertThat(SigV4.signature(
                        requests("/v1/config").get(0),
                        "sigv4-secret",
                        server.uri().getAuthority()))
                .isEqualTo(headers.get("authorization").replaceFirst(".*Signature=", ""));
    }

    @Test
    void sendsRealmAndHeaders() {
        server.gate().open();
        open("realm", "acme", "header.X-Team", "data", "header.x-iceberg-access-delegation", "vended-credentials")
                .close();
        assertThat(requests("/v1/config").get(0).headers())
                .containsEntry("polaris-realm", "acme")
                .containsEntry("x-team", "data")
                .containsEntry("x-iceberg-access-delegation", "vended-credentials");
    }

    @Test
    void saysWhatIsNoAddress() {
        for (String uri : List.of("", "polaris.example", "ftp://x", "https://user:pw@x", "http://")) {
            LakeException failure = catchThrowableOfType(LakeException.class, () -> open("uri", uri));
            assertThat(failure.code()).as(uri).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure.getMessage()).doesNotContain("pw");
        }
    }
}
