package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.observe.Canary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link StandInMain} in a process of its own, as tests hold it. */
public final class StandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private StandIn(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** With the statements for DuckDB run in it. */
    public static StandIn start(String... sql) {
        return startAt(0, sql);
    }

    /** At a port that was free a moment ago. */
    public static StandIn startAt(int port, String... sql) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Duser.timezone=UTC",
                            "--add-opens=java.base/java.nio=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            StandInMain.class.getName(),
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            StandIn standIn = new StandIn(process, Integer.parseInt(out.readLine()));
            standIn.post("sql", List.of(sql));
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** The least that a catalog needs to connect. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("url", "http://localhost:" + port);
        properties.put("account", "acme");
        properties.put("user", "READER");
        properties.put("password", Canary.SNOWFLAKE_PASSWORD.value());
        properties.put("role", "READER");
        properties.put("warehouse", "XS");
        properties.put("database", "SALES");
        properties.put("schema", "PUBLIC");
        return properties;
    }

    /** Runs statements of DuckDB in it. */
    public void sql(String... sql) {
        post("sql", List.of(sql));
    }

    /** Changes how it behaves: {@code fail}, {@code login-failure}, {@code chunk-rows} and others. */
    public void set(String name, String value) {
        post("set", Map.of(name, value));
    }

    /** Answers a statement with this data of the protocol. */
    public void can(String sql, String data) {
        try {
            Map<String, Object> canned = new LinkedHashMap<>();
            canned.put("sql", sql);
            canned.put("answer", JSON.readTree(data));
            post("canned", canned);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all sessions; with {@code master} they cannot be renewed. */
    public void expire(boolean master) {
        post("expire", Map.of("master", master));
    }

    public void forget() {
        post("forget", Map.of());
    }

    /** Bodies of one kind in order: login, renew, heartbeat, describe, query, poll, abort, logout. */
    public List<JsonNode> sent(String what) {
        return entries(what, "body");
    }

    /** Addresses that calls of one kind went to. */
    public List<String> addresses(String what) {
        return entries(what, "uri").stream().map(JsonNode::asText).toList();
    }

    private List<JsonNode> entries(String what, String part) {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode entry : post("sent", Map.of())) {
            if (entry.path("what").asText().equals(what)) {
                parts.add(entry.path(part));
            }
        }
        return parts;
    }

    /** The statements that were to be executed. */
    public List<String> executed() {
        return sent("query").stream().map(body -> body.path("sqlText").asText()).toList();
    }

    private JsonNode post(String path, Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/standin/" + path))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As if the network were cut. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
