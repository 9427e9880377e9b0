package io.mcpbuffet.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.glue.GlueFault.Body;
import io.mcpbuffet.glue.GlueFault.HalfAnswer;
import io.mcpbuffet.glue.GlueFault.Redirect;
import io.mcpbuffet.glue.GlueFault.Refusal;
import io.mcpbuffet.glue.GlueFault.Reset;
import io.mcpbuffet.glue.GlueFault.Slow;
import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * AWS Glue on 127.0.0.1: JSON 1.1 with checked signatures over a store in memory. Also answers for STS and Lake Formation. Safe for use
 * by many threads.
 */
final class FakeGlue implements AutoCloseable {
    static final String ACCESS_KEY = "AKIAGLUEGLUEGLUEGLUE";
    static final String SECRET_KEY = Canary.GLUE_KEY.value();
    static final String SESSION_TOKEN = Canary.GLUE_SESSION.value();
    static final String REGION = "eu-central-1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Signatures signatures = new Signatures();
    private final GlueStore store = new GlueStore();
    private final FakeSts sts = new FakeSts(signatures);
    private final Map<String, Planned> faults = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private record Planned(GlueFault fault, AtomicInteger times) {}

    /** A call that came, before any fault. */
    record Call(String operation, JsonNode request) {}

    private FakeGlue(HttpServer server) {
        this.server = server;
    }

    static FakeGlue start() {
        // without it each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeGlue glue = new FakeGlue(server);
            glue.signatures.accept(ACCESS_KEY, SECRET_KEY, "");
            server.setExecutor(glue.threads);
            server.createContext("/", glue::handle);
            server.start();
            return glue;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    GlueStore store() {
        return store;
    }

    Signatures signatures() {
        return signatures;
    }

    FakeSts sts() {
        return sts;
    }

    List<Call> calls() {
        return calls;
    }

    long count(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).count();
    }

    /** Properties of a catalog with static keys. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("client.region", REGION);
        properties.put("client.access-key-id", ACCESS_KEY);
        properties.put("client.secret-access-key", SECRET_KEY);
        properties.put("glue.endpoint", endpoint());
        return properties;
    }

    /** The next calls of an operation meet this. */
    void fail(String operation, GlueFault fault, int times) {
        faults.put(operation, new Planned(fault, new AtomicInteger(times)));
    }

    void fail(String operation, GlueFault fault) {
        fail(operation, fault, Integer.MAX_VALUE);
    }

    void mend() {
        faults.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<String> refusal = signatures.refusal(exchange, body);
            if (sts.handles(exchange)) {
                sts.handle(exchange, body, refusal);
                return;
            }
            String operation = operation(exchange);
            JsonNode request = JSON.readTree(body);
            calls.add(new Call(operation, request));
            if (refusal.isPresent()) {
                refuse(exchange, new Refusal(400, refusal.get(), "canonical request with x-amz-security-token", ""));
                return;
            }
            GlueFault fault = next(operation);
            if (fault == null) {
                answer(exchange, operation, request);
            } else {
                meet(exchange, fault, operation, request);
            }
        }
    }

    private static String operation(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    private GlueFault next(String operation) {
        Planned planned = faults.get(operation);
        return planned != null && planned.times().getAndDecrement() > 0 ? planned.fault() : null;
    }

    private void answer(HttpExchange exchange, String operation, JsonNode request) throws IOException {
        try {
            send(exchange, 200, JSON.writeValueAsBytes(store.answer(operation, request)));
        } catch (GlueStore.Refused e) {
            refuse(exchange, new Refusal(400, e.type(), e.getMessage(), ""));
        }
    }

    private void meet(HttpExchange exchange, GlueFault fault, String operation, JsonNode request) throws IOException {
        if (fault instanceof Refusal refusal) {
            refuse(exchange, refusal);
        } else if (fault instanceof Body body) {
            exchange.getResponseHeaders().set("Content-Type", body.contentType());
            send(exchange, body.status(), body.text().getBytes(StandardCharsets.UTF_8));
        } else if (fault instanceof HalfAnswer) {
            byte[] whole = JSON.writeValueAsBytes(store.answer(operation, request));
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, whole.length / 2);
            exchange.getResponseBody().flush();
        } else if (fault instanceof Slow slow) {
            LockSupport.parkNanos(slow.pause().toNanos());
            answer(exchange, operation, request);
        } else if (fault instanceof Redirect redirect) {
            exchange.getResponseHeaders().set("Location", redirect.location());
            send(exchange, 302, new byte[0]);
        } else if (fault instanceof Reset) {
            exchange.close();
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        ObjectNode error = JSON.createObjectNode().put("__type", refusal.type()).put("Message", refusal.message());
        if (!refusal.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter());
        }
        send(exchange, refusal.status(), JSON.writeValueAsBytes(error));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
