package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Diagnosable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where credentials come from, over a stand-in of STS, and what is said where they are absent, expired or refused. */
@Timeout(180)
class CredentialsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/lake-reader";
    /** What the SDK reads in place of files and addresses of this machine. */
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    @TempDir
    static Path directory;

    private static GlueLake lake;

    @BeforeAll
    static void open() throws IOException {
        lake = GlueLake.start(directory);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"shop\"}");
        Path credentials = Files.writeString(
                directory.resolve("credentials"),
                "[reader]\naws_access_key_id = " + FakeGlue.ACCESS_KEY + "\naws_secret_access_key = "
                        + FakeGlue.SECRET_KEY + "\n");
        Path config = Files.writeString(directory.resolve("config"), "");
        SETTINGS.put("aws.sharedCredentialsFile", credentials.toString());
        SETTINGS.put("aws.configFile", config.toString());
        SETTINGS.put("aws.disableEc2Metadata", "true");
        SETTINGS.put("aws.endpointUrlSts", lake.glue().endpoint());
        SETTINGS.forEach(System::setProperty);
    }

    @AfterAll
    static void close() {
        SETTINGS.keySet().forEach(System::clearProperty);
        lake.close();
    }

    @AfterEach
    void acceptKeys() {
        lake.glue().sts().deny(false);
        lake.glue().sts().dead(false);
        lake.glue().sts().roleUntil(Instant.parse("2100-01-01T00:00:00Z"));
        lake.glue().signatures().accept(FakeGlue.ACCESS_KEY, FakeGlue.SECRET_KEY, "");
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** Without the keys of the fixture. */
    private static Catalog open(Map<String, String> changes) {
        Map<String, String> properties = lake.properties();
        properties.keySet().removeIf(name -> name.startsWith("client.access") || name.startsWith("client.secret"));
        properties.putAll(changes);
        CatalogProvider.Services services = lake.services();
        return new GlueProvider().open("glue", properties, services);
    }

    private static List<String> databases(Catalog catalog) {
        return catalog.namespaces(Optional.empty(), PageRequest.first(10)).items().stream()
                .map(entry -> entry.namespace().toString())
                .toList();
    }

    private static LakeException failure(Map<String, String> changes) {
        try (Catalog catalog = open(changes)) {
            LakeException failure = catchThrowableOfType(LakeException.class, catalog::ping);
            assertThat(failure).isNotNull();
            assertThat(failure.getMessage() + failure.hint())
                    .doesNotContain(FakeGlue.SECRET_KEY)
                    .doesNotContain(FakeSts.ROLE_SECRET)
                    .doesNotContain(FakeSts.ROLE_TOKEN);
            return failure;
        }
    }

    @Test
    void takesAProfile() {
        try (Catalog catalog = open(Map.of("client.profile-name", "reader"))) {
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void takesTheDefaultChain() {
        System.setProperty("aws.accessKeyId", FakeGlue.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", FakeGlue.SECRET_KEY);
        try (Catalog catalog = open(Map.of())) {
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void takesStaticKeysWithASessionToken() {
        lake.glue().signatures().accept("ASIASESSION", Canary.VENDED_KEY.value(), FakeGlue.SESSION_TOKEN);
        try (Catalog catalog = open(Map.of(
                "client.access-key-id",
                "ASIASESSION",
                "client.secret-access-key",
                Canary.VENDED_KEY.value(),
                "client.session-token",
                FakeGlue.SESSION_TOKEN))) {
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void assumesARoleWithAnExternalId() {
        int before = lake.glue().sts().assumed().size();
        try (Catalog catalog = open(role("one"))) {
            assertThat(databases(catalog)).containsExactly("shop");
            assertThat(databases(catalog)).containsExactly("shop");
        }
        List<Map<String, String>> assumed = lake.glue()
                .sts()
                .assumed()
                .subList(before, lake.glue().sts().assumed().size());
        assertThat(assumed).hasSize(1);
        assertThat(assumed.get(0))
                .containsEntry("RoleArn", ROLE)
                .containsEntry("ExternalId", "one")
                .containsEntry("RoleSessionName", "audit")
                .containsEntry("Tags.member.1.Key", "team");
    }

    private static Map<String, String> role(String externalId) {
        return Map.of(
                "client.profile-name",
                "reader",
                "client.assume-role.arn",
                ROLE,
                "client.assume-role.region",
                FakeGlue.REGION,
                "client.assume-role.external-id",
                externalId,
                "client.assume-role.session-name",
                "audit",
                "client.assume-role.tags.team",
                "data");
    }

    @Test
    void saysThatTheRoleIsRefused() {
        lake.glue().sts().deny(true);
        LakeException failure = failure(role("two"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure.getMessage()).contains("sts:AssumeRole", ROLE, "the profile 'reader'");
        assertThat(failure.hint()).contains("trust");
    }

    @Test
    void worksAgainOnceTheRoleIsGranted() {
        lake.glue().sts().deny(true);
        try (Catalog catalog = open(role("three"))) {
            assertThat(catchThrowableOfType(LakeException.class, catalog::ping)).isNotNull();
            lake.glue().sts().deny(false);
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void assumesTheRoleAgainWhereASessionHasEndedBeforeItsTime() {
        try (Catalog catalog = open(role("six"))) {
            assertThat(databases(catalog)).containsExactly("shop");
            int before = lake.glue().sts().assumed().size();
            lake.glue().signatures().accept(FakeSts.ROLE_KEY, FakeSts.ROLE_SECRET, "a newer session");
            assertThat(databases(catalog)).containsExactly("shop");
            assertThat(lake.glue().sts().assumed()).hasSize(before + 1);
        }
    }

    /** The SDK asks for another session from five minutes before the end of one on, and uses the old one up to a minute before. */
    @Test
    void livesOnTheSessionOfARoleWhileStsIsDead() {
        lake.glue().sts().roleUntil(Instant.now().plusSeconds(180));
        try (Catalog catalog = open(role("four"))) {
            assertThat(databases(catalog)).containsExactly("shop");
            lake.glue().sts().dead(true);
            for (int i = 0; i < 5; i++) {
                assertThat(databases(catalog)).containsExactly("shop");
            }
        }
    }

    @Test
    void saysThatStsIsDeadOnceTheSessionHasEndedAndWorksAgain() {
        lake.glue().sts().roleUntil(Instant.now());
        try (Catalog catalog = open(role("five"))) {
            assertThat(databases(catalog)).containsExactly("shop");
            lake.glue().sts().dead(true);
            LakeException failure = null;
            while (failure == null) { // the SDK takes a session for a second more
                failure = catchThrowableOfType(LakeException.class, catalog::ping);
            }
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.getMessage()).contains("AssumeRole", "catalog glue", "status 503", "5 tries");
            lake.glue().sts().dead(false);
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void saysThatNoCredentialsWereFound() {
        LakeException failure = failure(Map.of());
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure.getMessage()).contains("No AWS credentials", "the AWS default chain", "environment");
        assertThat(failure.hint()).contains("aws sso login", "client.profile-name");
    }

    @Test
    void saysThatThereIsNoSuchProfile() {
        LakeException failure = failure(Map.of("client.profile-name", "nobody"));
        assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(failure.getMessage()).contains("the profile 'nobody'");
    }

    @Test
    void saysWhichCredentialsAreExpiredAndTakesNewOnes() throws IOException {
        lake.glue().signatures().accept(FakeGlue.ACCESS_KEY, FakeGlue.SECRET_KEY, "a newer token");
        try (Catalog catalog = open(Map.of("client.profile-name", "reader"))) {
            LakeException failure = catchThrowableOfType(LakeException.class, catalog::ping);
            assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
            assertThat(failure.getMessage()).contains("expired", "the profile 'reader'");
            assertThat(failure.hint()).contains("aws sso login");
            acceptKeys();
            assertThat(databases(catalog)).containsExactly("shop");
        }
    }

    @Test
    void tellsTheIdentityToTheDoctor() {
        try (Catalog catalog = open(Map.of("client.profile-name", "reader"))) {
            List<String> found = ((Diagnosable) catalog)
                    .probes().stream().map(probe -> probe.check().get()).toList();
            assertThat(found).containsExactly(FakeSts.IDENTITY, "shop");
        }
        System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:1");
        try (Catalog catalog = open(Map.of("client.profile-name", "reader"))) {
            assertThat(((Diagnosable) catalog).probes().get(0).check().get()).contains("not told by STS");
        } finally {
            System.setProperty("aws.endpointUrlSts", lake.glue().endpoint());
        }
    }
}
