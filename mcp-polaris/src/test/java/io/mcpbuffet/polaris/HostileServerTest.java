package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.tool.FakeLake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that would have its client go elsewhere, load classes, or take another identity. */
class HostileServerTest {
    private static final Namespace SHOP = Namespace.of("shop");

    private static RestStandIn server;
    private static RestStandIn elsewhere;

    /** Says in the log of the test that it was loaded, if it ever is. */
    public static final class Loaded {
        static final List<String> INSTANCES = new ArrayList<>();

        public Loaded() {
            INSTANCES.add("loaded");
        }
    }

    @BeforeAll
    static void start() {
        server = RestStandIn.start();
        elsewhere = RestStandIn.start();
        SampleTables.orders(server.backing());
    }

    @BeforeEach
    void forget() {
        server.answers().plain();
        server.gate().seen().clear();
        elsewhere.gate().seen().clear();
        Loaded.INSTANCES.clear();
    }

    @AfterAll
    static void stop() {
        server.close();
        elsewhere.close();
    }

    private Catalog open() {
        return new PolarisProvider().open("lake", server.properties(), FakeLake.services());
    }

    private Map<String, String> settings() {
        String other = elsewhere.uri().toString();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("uri", other);
        settings.put("oauth2-server-uri", other + "/v1/oauth/tokens");
        settings.put("credential", "other:secret");
        settings.put("token", "stolen");
        settings.put("header.Authorization", "Bearer stolen");
        settings.put("rest.auth.type", "basic");
        settings.put("rest.client.proxy.hostname", "127.0.0.1");
        settings.put("rest.client.proxy.port", other.replaceFirst(".*:", ""));
        settings.put("client.refresh-credentials-endpoint", other + "/credentials");
        settings.put("credentials.uri", other + "/credentials");
        settings.put("client.assume-role.arn", "arn:aws:iam::1:role/x");
        settings.put("rest-metrics-reporting-enabled", "true");
        for (String key : List.of(
                "io-impl",
                "client.factory",
                "s3.client-factory-impl",
                "client.credentials-provider",
                "metrics-reporter-impl",
                "rest.client.tls.configurer-impl",
                "encryption.kms-impl",
                "http-client.type")) {
            settings.put(key, Loaded.class.getName());
        }
        return settings;
    }

    @Test
    void theConfigurationSetsNothingThatItMustNot() {
        settings().forEach((key, value) -> server.answers().override(key, value));
        server.answers().tables(() -> Answers.keys(server.store()));
        try (Catalog catalog = open()) {
            assertThat(catalog.tables(SHOP, PageRequest.first(10)).items()).hasSize(1);
            catalog.table(TableRef.parse("lake.shop.orders"), AsOf.LATEST);
        }
        assertNothingWentElsewhere();
    }

    @Test
    void neitherDoATableNorItsCredentials() {
        server.answers().tables(() -> {
            Map<String, String> all = new LinkedHashMap<>(settings());
            all.putAll(Answers.keys(server.store()));
            return all;
        });
        try (Catalog catalog = open()) {
            TableRef orders = TableRef.parse("lake.shop.orders");
            catalog.table(orders, AsOf.LATEST);
            ((io.mcpbuffet.spi.Metadata) catalog)
                    .inspect(orders, io.mcpbuffet.model.MetadataView.FILES, AsOf.LATEST, PageRequest.first(10));
            catalog.ping();
        }
        assertNothingWentElsewhere();
    }

    private void assertNothingWentElsewhere() {
        assertThat(Loaded.INSTANCES).isEmpty();
        assertThat(elsewhere.gate().seen()).isEmpty();
        assertThat(server.gate().seen()).noneMatch(seen -> seen.path().contains("metrics"));
        assertThat(server.gate().seen())
                .filteredOn(seen -> seen.path().endsWith("/oauth/tokens"))
                .allMatch(seen -> Gate.form(seen.body()).get("client_id").equals(Gate.CLIENT));
        assertThat(server.gate().seen())
                .filteredOn(seen -> !seen.path().endsWith("/oauth/tokens"))
                .allMatch(seen -> seen.headers().get("authorization").startsWith("Bearer " + Gate.TOKEN));
    }

    @Test
    void asksNoOtherHostForSignatures() {
        server.answers().tables(() -> {
            Map<String, String> signing = Answers.signing(server);
            signing.put("s3.signer.uri", elsewhere.uri().toString());
            return signing;
        });
        try (Catalog catalog = open()) {
            LakeException failure =
                    catchThrowableOfType(LakeException.class, () -> ((io.mcpbuffet.spi.Metadata) catalog)
                            .inspect(
                                    TableRef.parse("lake.shop.orders"),
                                    io.mcpbuffet.model.MetadataView.FILES,
                                    AsOf.LATEST,
                                    PageRequest.first(10)));
            assertThat(failure).hasMessageContaining("not the configured server");
        }
        assertThat(elsewhere.gate().seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../admin", "a/../b", "a?x=", "a#b", "a//b", "./a"})
    void leavesThePathByNoPrefix(String prefix) {
        server.answers().override("prefix", prefix);
        LakeException failure = catchThrowableOfType(LakeException.class, () -> {
            try (Catalog catalog = open()) {
                catalog.tables(SHOP, PageRequest.first(10));
            }
        });
        assertThat(failure).isNotNull();
        assertThat(server.gate().seen()).noneMatch(seen -> seen.path().contains("admin"));
    }
}
