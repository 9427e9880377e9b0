package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.server.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which classes the program has loaded once a client has greeted it and listed its tools: none of the libraries that are large, which is
 * what keeps the start quick and an idle server small. Without the archive of classes, which tells nothing about who uses them.
 */
@Timeout(120)
class StartedClassesTest {
    private static final Pattern LARGE = Pattern.compile(
            "(org\\.duckdb|software\\.amazon|org\\.apache|net\\.snowflake|org\\.eclipse\\.jetty|jakarta\\.servlet"
                    + "|io\\.opentelemetry)\\..*");
    private static final String LISTENING = "Listening on ";
    private static final String META = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    private static final String ALL =
            """
            catalogs:
              glue: {kind: glue, client.region: eu-west-1}
              lake: {kind: polaris, uri: "http://127.0.0.1:1/api/catalog", warehouse: prod, credential: "id:secret"}
              snow: {kind: snowflake, account: acme, user: reader, password: secret, role: reader, warehouse: xs, database: sales}
              files: {kind: duckdb, path: files.duckdb}
              tables: {kind: iceberg, warehouse: tables}
            """;

    @TempDir
    Path directory;

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of("duckdb", List.of("--path", "files.duckdb")),
                Arguments.of("iceberg", List.of("--warehouse", "tables")),
                Arguments.of("glue", List.of("--client.region", "eu-west-1")),
                Arguments.of(
                        "polaris",
                        List.of(
                                "--uri",
                                "http://127.0.0.1:1/api/catalog",
                                "--warehouse",
                                "prod",
                                "--credential",
                                "a:b")),
                Arguments.of("snowflake", List.of("--account", "acme", "--user", "reader", "--password", "secret")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void aServerThatOnlyListsItsToolsHasNoneOfALibraryOfData(String kind, List<String> flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", kind));
        arguments.addAll(flags);
        assertThat(large(afterListing(arguments))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void overHttpItHasWhatServesAndNoMore(String kind, List<String> flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", kind, "--http", "127.0.0.1:0"));
        arguments.addAll(flags);
        Path log = directory.resolve("classes.log");
        Process process = started(log, arguments);
        try {
            URI server = listening(process);
            assertThat(post(
                            server,
                            "initialize",
                            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":"
                                    + "{\"name\":\"test\",\"version\":\"1\"}}",
                            ""))
                    .contains("serverInfo");
            assertThat(post(server, "tools/list", META, "2026-07-28")).contains("list_tables");
            settle(log);
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> large = large(classes(log));
        assertThat(large).anyMatch(name -> name.startsWith("org.eclipse.jetty.server."));
        assertThat(large).allMatch(name -> name.startsWith("org.eclipse.jetty."));
    }

    private static URI listening(Process process) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            System.err.println(line);
            line = lines.readLine();
        }
        assertThat(line).as("where it listens").isNotNull();
        return URI.create(line.substring(LISTENING.length()));
    }

    private static String post(URI server, String method, String params, String revision)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (!revision.isEmpty()) {
            request.header("MCP-Protocol-Version", revision).header("Mcp-Method", method);
        }
        String message = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"" + method + "\",\"params\":" + params + "}";
        return HttpClient.newHttpClient()
                .send(
                        request.POST(HttpRequest.BodyPublishers.ofString(message))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theRouterOverAllKindsHasNoneEither() throws Exception {
        Files.writeString(directory.resolve("buffet.yaml"), ALL);
        List<String> loaded = afterListing(List.of("serve", "--config", "buffet.yaml"));
        assertThat(large(loaded)).isEmpty();
        assertThat(loaded).contains("io.mcpbuffet.glue.GlueProvider", "io.mcpbuffet.snowflake.SnowflakeProvider");
    }

    @Test
    void theFirstCallThatNeedsALibraryLoadsIt() throws Exception {
        Files.createDirectory(directory.resolve("tables"));
        List<String> arguments = List.of("serve", "iceberg", "--warehouse", "tables");
        List<String> loaded = loaded(arguments, wire -> {
            listed(wire);
            wire.call("tables", "list_tables", "{}");
            assertThat(wire.next().at("/result/isError").asBoolean()).isFalse();
        });
        assertThat(large(loaded)).contains("org.apache.iceberg.catalog.Catalog");
    }

    private static List<String> large(List<String> classes) {
        return classes.stream().filter(LARGE.asMatchPredicate()).toList();
    }

    /** What a client does with a server. */
    private interface Use {
        void of(Wire wire);
    }

    private List<String> afterListing(List<String> arguments) throws IOException, InterruptedException {
        return loaded(arguments, StartedClassesTest::listed);
    }

    private static void listed(Wire wire) {
        wire.initialize();
        wire.request("list", "tools/list", "{}");
        assertThat(wire.next().at("/result/tools")).isNotEmpty();
    }

    /** The classes by their names, once it does no more. */
    private List<String> loaded(List<String> arguments, Use use) throws IOException, InterruptedException {
        Path log = directory.resolve("classes.log");
        Process process = started(log, arguments);
        Thread words = new Thread(
                () -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(System.err::println));
        words.start();
        try (Wire wire = new Wire(process.getOutputStream(), process.getInputStream())) {
            use.of(wire);
            settle(log);
            return classes(log);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Process started(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                Programs.ROOT.resolve("mcp-router/target/mcp-router.jar").toString(),
                "-Dbuffet.home=" + Programs.ROOT,
                "io.mcpbuffet.router.cli.BuffetMain"));
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(directory.toFile()).start();
    }

    private static List<String> classes(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.split(" ", 2)[0]).toList();
        }
    }

    /** What it does beside its answers ends as well. */
    private static void settle(Path log) throws IOException, InterruptedException {
        long before = -1;
        while (Files.size(log) != before) {
            before = Files.size(log);
            TimeUnit.MILLISECONDS.sleep(400);
        }
    }
}
