package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.Secret;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngineProvider;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.spi.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusPageTest {
    private static final String ANA = "ana-token-0123456789";
    private static final String BOB = "bob-token-0123456789";
    private static final String PASSWORD = Canary.BASIC_PASSWORD.value();
    private static final Duration SOON = Duration.ofSeconds(50);

    private final CountDownLatch late = new CountDownLatch(1);
    private final BuffetServer server = BuffetServer.open(config(), List.of(new Kinds()), new FakeEngineProvider());
    private final HttpServer http = server.serveHttp(config().service().http());

    /** A catalog that is there, one that is not, and one that does not answer. */
    private final class Kinds implements CatalogProvider {
        @Override
        public String kind() {
            return "test";
        }

        @Override
        public List<PropertySpec> properties() {
            return List.of();
        }

        @Override
        public Set<Feature> features() {
            return Set.of();
        }

        @Override
        public Catalog open(String name, Map<String, String> properties, Services services) {
            if (name.equals("late")) {
                try {
                    late.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (name.equals("gone")) {
                throw LakeException.of(ErrorCode.UNAVAILABLE, "Refused with " + properties.get("password"));
            }
            return new FakeCatalog(name).with("sales.orders", FakeTable.plain());
        }
    }

    private static BuffetConfig config() {
        Map<String, CatalogConfig> catalogs = new LinkedHashMap<>();
        for (String name : List.of("lake", "gone", "late")) {
            catalogs.put(name, new CatalogConfig(name, "test", Map.of("password", PASSWORD), Set.of("password")));
        }
        HttpConfig usual = HttpConfig.DEFAULT;
        HttpConfig http = new HttpConfig(
                new HostPort("127.0.0.1", 0),
                List.of(
                        new HttpConfig.Token("ana", new Secret(ANA), List.of()),
                        new HttpConfig.Token("bob", new Secret(BOB), List.of("lake"))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                usual.maxSessions(),
                usual.sessionIdle(),
                Duration.ZERO);
        return new BuffetConfig(
                Optional.empty(), catalogs, Limits.DEFAULT, Output.BOTH, Map.of(), ServiceConfig.DEFAULT.with(http));
    }

    private Browser as(String token) {
        return new Browser(http.uri()).with("Authorization", "Bearer " + token);
    }

    @AfterEach
    void close() {
        late.countDown();
        http.close();
        server.close();
    }

    @Test
    void thePageTellsNothingAndLetsNothingElseIn() {
        Browser nobody = new Browser(http.uri()).with("Accept", "text/html");
        Browser.Answer page = nobody.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).contains("text/html;charset=utf-8");
        assertThat(page.header("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http:");
        assertThat(page.header("x-frame-options")).contains("DENY");
        assertThat(page.body()).doesNotContain("<script>", "style=", "onclick", "lake");
        for (String part : List.of("/status.js", "/status.css")) {
            assertThat(nobody.get(part).status()).isEqualTo(200);
        }
        assertThat(nobody.get("/status.json").status()).isEqualTo(401);
        assertThat(nobody.post("/", "{}").status()).isEqualTo(405);
    }

    @Test
    void showsEachWhatHeMaySee() {
        Browser bob = as(BOB);
        bob.initialize().call(1, "list_tables", "{\"catalog\":\"lake\"}");
        JsonNode his = bob.get("/status.json").json();
        assertThat(his.path("principal").asText()).isEqualTo("bob");
        assertThat(his.path("sessions").asInt()).isEqualTo(1);
        assertThat(names(his, "catalogs")).containsExactly("lake");
        assertThat(names(his, "tools")).contains("list_tables");
        assertThat(his.at("/calls/0/tool").asText()).isEqualTo("list_tables");
        assertThat(his.at("/calls/0/outcome").asText()).isEqualTo("ok");
        JsonNode hers = as(ANA).get("/status.json").json();
        assertThat(names(hers, "catalogs")).containsExactly("lake", "gone", "late");
        assertThat(hers.path("calls")).as("the calls of others").isEmpty();
    }

    @Test
    void tellsHowToConnectWithoutAnyToken() {
        Browser.Answer answer = as(ANA).get("/status.json");
        List<String> clients = new ArrayList<>();
        answer.json().path("connections").forEach(each -> {
            clients.add(each.path("client").asText());
            assertThat(each.path("text").asText()).contains(http.uri().toString());
        });
        assertThat(clients).contains("Claude Code", "Claude Desktop", "VS Code", "Cursor", "Inspector");
        assertThat(answer.body()).contains("Bearer YOUR_TOKEN").doesNotContain(ANA, BOB, PASSWORD);
    }

    @Test
    void doesNotWaitForCatalogs() {
        long start = System.nanoTime();
        assertThat(as(ANA).get("/status.json").json().at("/catalogs/2/state").asText())
                .isEqualTo("unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        late.countDown();
        JsonNode catalogs = settled();
        assertThat(catalogs.findValuesAsText("state")).containsExactly("up", "down", "up");
        assertThat(catalogs.at("/1/problem").asText()).contains("Refused with ***");
    }

    private JsonNode settled() {
        JsonNode catalogs = as(ANA).get("/status.json").json().path("catalogs");
        while (catalogs.findValuesAsText("state").contains("unknown")) {
            catalogs = as(ANA).get("/status.json").json().path("catalogs");
        }
        return catalogs;
    }

    private static List<String> names(JsonNode status, String part) {
        return status.path(part).findValuesAsText("name");
    }
}
