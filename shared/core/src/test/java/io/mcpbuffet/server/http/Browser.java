package io.mcpbuffet.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client of plain HTTP requests. */
final class Browser {
    static final String BOTH = "application/json, text/event-stream";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI server;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Browser(URI server) {
        this.server = server;
        headers.put("Accept", BOTH);
        headers.put("Content-Type", "application/json");
    }

    Browser with(String header, String value) {
        Browser other = new Browser(server);
        other.headers.putAll(headers);
        other.headers.put(header, value);
        return other;
    }

    /** An answer of which the body is read. */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        Answer {
            Canary.none(headers + body);
        }

        Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        JsonNode json() {
            return Json.read(body);
        }

        /** The messages of a stream of events. */
        List<JsonNode> events() {
            List<JsonNode> events = new ArrayList<>();
            body.lines().filter(l -> l.startsWith("data: {")).forEach(l -> events.add(Json.read(l.substring(6))));
            return events;
        }
    }

    Answer post(String path, String body) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body));
    }

    Answer get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    Answer send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpResponse<String> response =
                answered(request(method, path, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** An answer whose body is read while it comes. */
    Stream stream(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return new Stream(answered(request(method, path, publisher), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        headers.forEach(request::header);
        return request.build();
    }

    private static <T> HttpResponse<T> answered(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new session; the browser that is returned is in it. */
    Browser initialize() {
        Answer answer = post(
                "/mcp",
                message(
                        0,
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
        return with(
                        "Mcp-Session-Id",
                        answer.header("mcp-session-id").orElseThrow(() -> new AssertionError("No session: " + answer)))
                .with("MCP-Protocol-Version", "2025-11-25");
    }

    JsonNode request(int id, String method, String params) {
        return post("/mcp", message(id, method, params)).json();
    }

    JsonNode call(int id, String tool, String arguments) {
        return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    static String message(int id, String method, String params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
        return Json.write(message.set("params", Json.read(params)));
    }

    /** A stream of events that is read one by one. */
    static final class Stream implements AutoCloseable {
        final int status;
        final Map<String, List<String>> headers;
        private final InputStream in;
        private final BufferedReader lines;

        Stream(HttpResponse<InputStream> response) {
            this.status = response.statusCode();
            this.headers = response.headers().map();
            this.in = response.body();
            this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /** The data of the next event; empty at the end. */
        Optional<String> next() {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        return Optional.of(Canary.none(line.substring(6)));
                    }
                }
                return Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** The next comment; fails at the end. */
        String comment() {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(":")) {
                        return line;
                    }
                }
                throw new AssertionError("The stream ended");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode message() {
            return Json.read(next().orElseThrow());
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
