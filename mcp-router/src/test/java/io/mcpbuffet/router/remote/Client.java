package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.router.Surface;
import io.mcpbuffet.server.BuffetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client of a router in this process, over pipes that stand for standard input and output. */
final class Client implements AutoCloseable {
    private static final long PATIENCE = 60;

    private final BuffetServer server;
    private final OutputStream out;
    private final Thread serving;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> notifications = new LinkedBlockingQueue<>();
    private final AtomicLong ids = new AtomicLong();

    private Client(BuffetServer server) {
        this.server = server;
        QueuePipe requests = new QueuePipe();
        QueuePipe answers = new QueuePipe();
        this.out = requests.out();
        this.serving = new Thread(() -> server.serveStdio(requests.in(), answers.out()), "router");
        serving.setDaemon(true);
        serving.start();
        Thread reading = new Thread(() -> read(answers.in()), "answers");
        reading.setDaemon(true);
        reading.start();
    }

    /** Of a router over these servers, greeted. Files go into the directory. */
    static Client of(Path directory, Map<String, Object> servers) {
        return of(directory, servers, ServiceConfig.DEFAULT);
    }

    static Client of(Path directory, Map<String, Object> servers, ServiceConfig service) {
        BuffetConfig config = new BuffetConfig(
                Optional.of(directory.resolve("buffet.yaml")), Map.of(), Limits.DEFAULT, Output.BOTH, servers, service);
        return of(Router.open(config, new Environment(Map.of(), directory, directory), Surface.UNIFIED));
    }

    static Client of(BuffetServer server) {
        Client client = new Client(server);
        client.greet();
        return client;
    }

    private void greet() {
        ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "test").put("version", "1");
        result("initialize", params);
        send(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    private void read(InputStream answers) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = Json.read(Canary.none(line));
                if (message.has("method")) {
                    notifications.add(message);
                } else {
                    waiting.remove(message.path("id").longValue()).complete(message);
                }
            }
        } catch (IOException e) {
            // The router has closed its end.
        }
    }

    private void send(JsonNode message) {
        byte[] line = (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The id of a request that is on its way, and its answer. */
    record Sent(long id, CompletableFuture<JsonNode> answer) {}

    Sent request(String method, JsonNode params) {
        long id = ids.getAndIncrement();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
        message.set("params", params);
        send(message);
        return new Sent(id, answer);
    }

    void notifyRouter(String method, JsonNode params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
        message.set("params", params);
        send(message);
    }

    static JsonNode await(Sent sent) {
        try {
            return sent.answer().get(PATIENCE, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("There is no answer to request " + sent.id(), e);
        }
    }

    JsonNode answer(String method, JsonNode params) {
        return await(request(method, params));
    }

    JsonNode result(String method, JsonNode params) {
        JsonNode answer = answer(method, params);
        if (!answer.has("result")) {
            throw new IllegalStateException("No result: " + answer);
        }
        return answer.path("result");
    }

    Sent start(String tool, Object... arguments) {
        return request("tools/call", params(tool, arguments));
    }

    static ObjectNode params(String tool, Object... arguments) {
        ObjectNode params = Json.object().put("name", tool);
        ObjectNode given = params.putObject("arguments");
        for (int i = 0; i < arguments.length; i += 2) {
            given.putPOJO(String.valueOf(arguments[i]), arguments[i + 1]);
        }
        return params;
    }

    JsonNode call(String tool) {
        return result("tools/call", params(tool));
    }

    /** The next notification by that method; others before it are dropped. */
    JsonNode notification(String method) {
        try {
            JsonNode next = notifications.poll(PATIENCE, TimeUnit.SECONDS);
            while (next != null && !next.path("method").asText().equals(method)) {
                next = notifications.poll(PATIENCE, TimeUnit.SECONDS);
            }
            if (next == null) {
                throw new IllegalStateException("No " + method + " came");
            }
            return next.path("params");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    BlockingQueue<JsonNode> notifications() {
        return notifications;
    }

    @Override
    public void close() {
        try {
            out.close();
            serving.join(TimeUnit.SECONDS.toMillis(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }
}
