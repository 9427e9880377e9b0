package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.server.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} tells of other servers moves when it happens. */
@Timeout(120)
class CountedServersTest {
    @Test
    void tellsWhatEachDidThatItShouldNot(@TempDir Path directory) throws Exception {
        BuffetConfig config = new BuffetConfig(
                Optional.of(directory.resolve("buffet.yaml")),
                Map.of(),
                Limits.DEFAULT,
                Output.BOTH,
                servers(),
                ServiceConfig.DEFAULT);
        BuffetServer router = Router.open(config, new Environment(Map.of(), directory, directory));
        try (HttpServer http = router.serveHttp(
                        HttpConfig.DEFAULT.at(HostPort.parse("127.0.0.1:0").orElseThrow()));
                Client client = Client.of(router)) {
            client.call("odd__echo");
            client.call("absent__echo");
            assertThat(count(http, "odd", Counters.LEFT_OUT)).isPositive();
            assertThat(count(http, "absent", Counters.FAILED_STARTS)).isPositive();
            assertMoves(client, http, Counters.NOISE, "bad__noise");
            assertMoves(client, http, Counters.FLOOD, "bad__flood");
            assertMoves(client, http, Counters.BAD_ANSWERS, "bad__wrong");
            assertMoves(client, http, Counters.LATE, "hasty__slow", "millis", 60_000);
            String before = text(client, "bad__pid");
            assertMoves(client, http, Counters.ENDS, "bad__die");
            assertThat(text(client, "bad__pid"))
                    .as("the process in its place")
                    .matches("\\d+")
                    .isNotEqualTo(before);
            assertThat(metrics(http)).contains("buffet_calls_total{tool=\"bad__die\",outcome=\"UNAVAILABLE\"} 1\n");
        }
    }

    private static Map<String, Object> servers() {
        Map<String, Object> servers = new LinkedHashMap<>();
        Map<String, Object> bad = new LinkedHashMap<>(FixtureServer.command("stdio"));
        bad.put("deny", List.of("note://*"));
        servers.put("bad", bad);
        Map<String, Object> hasty = new LinkedHashMap<>(bad);
        hasty.put("timeout", "1s");
        servers.put("hasty", hasty);
        servers.put("odd", FixtureServer.command("stdio", "odd-names"));
        servers.put("absent", Map.of("command", "no-such-program"));
        return servers;
    }

    private static String text(Client client, String tool) {
        return client.call(tool).at("/content/0/text").asText();
    }

    private static void assertMoves(Client client, HttpServer http, String event, String tool, Object... arguments)
            throws Exception {
        String server = tool.substring(0, tool.indexOf("__"));
        long before = count(http, server, event);
        client.result("tools/call", Client.params(tool, arguments));
        assertThat(count(http, server, event)).as(event).isGreaterThan(before);
    }

    private static long count(HttpServer http, String server, String event) throws Exception {
        Matcher line = Pattern.compile(
                        "buffet_server_events_total\\{server=\"" + server + "\",event=\"" + event + "\"} (\\d+)")
                .matcher(metrics(http));
        assertThat(line.find()).as(server + " " + event).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static String metrics(HttpServer http) throws IOException, InterruptedException {
        return Canary.none(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(http.uri() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
