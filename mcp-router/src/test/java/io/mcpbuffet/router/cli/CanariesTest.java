package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of every kind, and systems that tell them to whoever listens: nothing that leaves the program has one. */
@Timeout(600)
class CanariesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final List<String> TABLES = List.of(
            "rest.shop.orders",
            "basic.shop.orders",
            "sigv4.shop.orders",
            "glue.shop.orders",
            "snow.shop.public.orders");
    private static final List<String> CATALOGS =
            List.of("rest", "refused", "token", "basic", "sigv4", "glue", "snow", "snowtoken", "snowkey");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("check"),
            List.of("doctor"),
            List.of("tools"),
            List.of("lock"),
            List.of("client-config", "claude-desktop"),
            List.of("query", "SELECT getenv('CANARY')"),
            List.of("query", "SELECT * FROM token.shop.orders"),
            List.of("query", "SELECT * FROM refused.shop.orders"));

    @TempDir
    Path directory;

    private EchoingBackend backend;
    private final Map<String, String> said = new LinkedHashMap<>();

    @BeforeEach
    void configure() throws IOException {
        backend = new EchoingBackend();
        Files.writeString(directory.resolve("secret.txt"), Canary.FILE.value());
        StringBuilder text = new StringBuilder(CONFIGURATION.replace("BACKEND", backend.uri()));
        for (Canary canary : Canary.values()) {
            int at = text.indexOf("<" + canary + ">");
            while (at >= 0) {
                text.replace(at, at + canary.name().length() + 2, canary.value());
                at = text.indexOf("<" + canary + ">");
            }
        }
        Files.writeString(directory.resolve("buffet.yaml"), text.toString());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({"text, warn", "json, trace"})
    void nothingThatAServerSaysHasOne(String format, String level) throws Exception {
        Path log = directory.resolve("log.txt");
        Process process = buffet("serve", "--http", "127.0.0.1:0", "--log-format", format, "--log-level", level)
                .redirectError(log.toFile())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .start();
        try {
            URI server = listening(process, log);
            use(server);
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        assertThat(backend.refused())
                .as("requests that were answered with what they had")
                .isGreaterThan(20);
        assertThat(backend.spans()).isNotEmpty();
        said.put("traces", String.join("\n", backend.spans()));
        files();
        assertThat(said.get("audit.jsonl")).contains("\"query\"");
        assertSilent();
    }

    @Test
    void nothingThatACommandSaysHasOne() throws Exception {
        CommandLine line = CommandLine.in(directory).with("CANARY", Canary.ENVIRONMENT.value());
        for (List<String> command : COMMANDS) {
            CommandLine.Ended ended = line.run(command.toArray(String[]::new));
            said.put(String.join(" ", command), ended.out() + ended.err());
        }
        assertThat(said.get("check")).contains("***", "header.X-Api-Key", "authorization");
        assertThat(said.get("doctor")).contains("FAIL", "snowkey");
        files();
        assertSilent();
    }

    private void assertSilent() {
        Map<String, List<String>> told = new LinkedHashMap<>();
        said.forEach((where, text) -> {
            List<String> found = Canary.in(text);
            if (!found.isEmpty()) {
                told.put(where, found.subList(0, Math.min(3, found.size())));
            }
        });
        assertThat(told).isEmpty();
    }

    private void use(URI server) throws IOException, InterruptedException {
        call(server, "list_catalogs", "{}");
        call(server, "search_tables", "{\"text\":\"orders\"}");
        for (String catalog : CATALOGS) {
            call(server, "list_namespaces", "{\"catalog\":\"" + catalog + "\"}");
            call(server, "list_tables", "{\"catalog\":\"" + catalog + "\"}");
        }
        for (String table : TABLES) {
            for (String tool : List.of("describe", "list_snapshots", "profile")) {
                call(server, tool, "{\"table\":\"" + table + "\"}");
            }
            call(server, "inspect", "{\"table\":\"" + table + "\",\"view\":\"files\"}");
            call(server, "query", "{\"sql\":\"SELECT * FROM " + table + "\"}");
            ask(
                    server,
                    "resources/read",
                    "lake://" + table.replace('.', '/'),
                    "\"uri\":\"lake://" + table.replace('.', '/') + "\"");
        }
        call(server, "query", "{\"sql\":\"SELECT getenv('CANARY'), * FROM duckdb_secrets()\"}");
        call(server, "child__error", "{}");
        call(server, "web__any", "{}");
        ask(server, "tools/list", "", "\"cursor\":\"\"");
        ask(server, "resources/list", "", "\"cursor\":\"\"");
        for (String path :
                List.of("/", "/status.json", "/metrics", "/readyz", "/livez", "/sse/message?sessionId=x", "/none")) {
            keep(path, request(server, path, Canary.HTTP_TOKEN).GET().build());
            keep(
                    path + " to a stranger",
                    request(server, path, Canary.WRONG_TOKEN).GET().build());
        }
    }

    private void call(URI server, String tool, String arguments) throws IOException, InterruptedException {
        ask(server, "tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":" + arguments);
    }

    private void ask(URI server, String method, String name, String params) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(server, "/mcp", Canary.HTTP_TOKEN)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
        if (!name.isEmpty()) {
            request.header("Mcp-Name", name);
        }
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"" + method + "\",\"params\":{" + params + "," + META + "}}";
        keep(
                method + " " + params,
                request.POST(HttpRequest.BodyPublishers.ofString(message)).build());
    }

    private static HttpRequest.Builder request(URI server, String path, Canary token) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token.value());
    }

    private void keep(String what, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        said.put(what, answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    /** All that is left on the disk, but for what was written there before. */
    private void files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                if (!List.of("secret.txt", "buffet.yaml").contains(name)) {
                    said.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private ProcessBuilder buffet(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + directory,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.mcpbuffet.router.cli.BuffetMain"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("CANARY", Canary.ENVIRONMENT.value());
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        return builder;
    }

    private static URI listening(Process process, Path log) throws IOException, InterruptedException {
        while (process.isAlive()) {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("Listening on http")) {
                    return URI.create(line.substring("Listening on ".length()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError(Files.readString(log));
    }

    private static final String CONFIGURATION =
            """
            catalogs:
              rest: {kind: polaris, uri: BACKEND/rest, credential: "id:<CREDENTIAL>", s3.endpoint: BACKEND, s3.path-style-access: true,
                     client.region: eu-west-1, header.X-Api-Key: <HEADER>}
              refused: {kind: polaris, uri: BACKEND/refused, credential: "id:<CREDENTIAL>"}
              token: {kind: polaris, uri: BACKEND/token, token: <TOKEN>, realm: "${env:CANARY}"}
              basic: {kind: polaris, uri: BACKEND/rest, rest.auth.type: basic, rest.auth.basic.username: me, s3.endpoint: BACKEND,
                      rest.auth.basic.password: <BASIC_PASSWORD>, s3.path-style-access: true, client.region: eu-west-1,
                      s3.access-key-id: mine, s3.secret-access-key: <STORE_KEY>, s3.session-token: <STORE_SESSION>}
              sigv4: {kind: polaris, uri: BACKEND/signed, rest.sigv4-enabled: true, rest.signing-name: glue,
                      rest.signing-region: eu-west-1, rest.access-key-id: mine, rest.secret-access-key: <SIGNING_KEY>,
                      rest.session-token: <SIGNING_SESSION>}
              glue: {kind: glue, client.region: eu-west-1, glue.endpoint: BACKEND/glue, client.access-key-id: mine,
                     client.secret-access-key: <GLUE_KEY>, client.session-token: <GLUE_SESSION>, glue.max-tries: 2,
                     s3.sse.key: "${file:secret.txt}"}
              snow: {kind: snowflake, account: acme, url: BACKEND, user: me, password: <SNOWFLAKE_PASSWORD>, database: shop,
                     role: "reader-${env:CANARY}"}
              snowtoken: {kind: snowflake, account: acme, url: BACKEND, user: me, authenticator: oauth, token: <SNOWFLAKE_TOKEN>}
              snowkey: {kind: snowflake, account: acme, url: BACKEND, user: me, private-key: <PRIVATE_KEY>,
                        private-key-passphrase: <PASSPHRASE>}
            mcpServers:
              child: {command: /bin/sh, args: [-c, "env >&2; echo $SECRET; exit 3", "${env:CANARY}"], env: {SECRET: <SERVER>}}
              web: {url: "BACKEND/mcp", headers: {Authorization: "Bearer <SERVER>"}, start-timeout: 5s}
            http: {token: <HTTP_TOKEN>}
            traces: {endpoint: BACKEND/v1/traces, authorization: "Bearer <TRACES>"}
            audit: {file: audit.jsonl, sql: true}
            """;
}
