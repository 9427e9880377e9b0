package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A Snowflake account on the wire, as far as Snowflake's driver can tell, over DuckDB; a process of its own. It remembers what it was
 * sent; tests ask for it below {@code /standin}.
 */
public final class StandInMain {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Sessions sessions = new Sessions();
    private final Statements statements;
    private final List<ObjectNode> sent = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> settings = new ConcurrentHashMap<>();

    private StandInMain(String base) {
        statements = new Statements(base, settings);
    }

    /** Takes the port, 0 for any; prints it, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = bound(Integer.parseInt(arguments[0]));
        int port = server.getAddress().getPort();
        StandInMain account = new StandInMain("http://127.0.0.1:" + port);
        server.setExecutor(Executors.newCachedThreadPool());
        account.routes(server);
        server.start();
        System.out.println(port);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Only the end of the input matters.
        }
        Runtime.getRuntime().halt(0);
    }

    /** A port that was had before may be in use for a moment, such as by a client that tries to reach it. */
    private static HttpServer bound(int port) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
            } catch (BindException e) {
                if (tries == 600) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void routes(HttpServer server) {
        json(server, "/session/v1/login-request", this::login);
        json(server, "/session/token-request", this::renew);
        json(server, "/session/heartbeat", this::heartbeat);
        json(server, "/session", this::logout);
        json(server, "/queries/v1/query-request", this::query);
        json(server, "/queries/v1/abort-request", this::abort);
        json(server, "/queries/", this::poll);
        json(server, "/telemetry/send", exchange -> ok(JSON.nullNode()));
        json(server, "/standin/", this::control);
        server.createContext("/chunks/", this::chunk);
    }

    private interface Answer {
        JsonNode of(HttpExchange exchange) throws IOException;
    }

    private void json(HttpServer server, String path, Answer answer) {
        HttpHandler handler = exchange -> {
            try (exchange) {
                byte[] body = JSON.writeValueAsBytes(answer.of(exchange));
                boolean zip = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                        .contains("gzip");
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                if (zip) {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                }
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out =
                        zip ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
                    out.write(body);
                }
            } catch (RuntimeException e) {
                e.printStackTrace();
                throw e;
            }
        };
        server.createContext(path, handler);
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] bytes = (zipped ? new GZIPInputStream(in) : in).readAllBytes();
        return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    }

    private void record(String what, HttpExchange exchange, JsonNode body) {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("what", what);
        entry.put("uri", exchange.getRequestURI().toString());
        entry.set("body", body);
        sent.add(entry);
    }

    private JsonNode login(HttpExchange exchange) throws IOException {
        JsonNode data = body(exchange).path("data");
        record("login", exchange, data);
        return sessions.login(data, settings);
    }

    private JsonNode renew(HttpExchange exchange) throws IOException {
        record("renew", exchange, body(exchange));
        return sessions.renew(token(exchange));
    }

    private JsonNode heartbeat(HttpExchange exchange) throws IOException {
        record("heartbeat", exchange, body(exchange));
        return ok(JSON.nullNode());
    }

    private JsonNode logout(HttpExchange exchange) throws IOException {
        record("logout", exchange, body(exchange));
        sessions.end(token(exchange));
        return ok(JSON.nullNode());
    }

    private JsonNode query(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        record(body.path("describeOnly").asBoolean() ? "describe" : "query", exchange, body);
        JsonNode refused = sessions.refusal(token(exchange));
        if (refused != null) {
            return refused;
        }
        String requestId = parameter(exchange, "requestId");
        return statements.submit(requestId, body, sessions.parameters(token(exchange)));
    }

    private JsonNode abort(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        record("abort", exchange, body);
        statements.abort(body.path("requestId").asText());
        return ok(JSON.nullNode());
    }

    private JsonNode poll(HttpExchange exchange) throws IOException {
        record("poll", exchange, body(exchange));
        JsonNode refused = sessions.refusal(token(exchange));
        return refused != null
                ? refused
                : statements.poll(exchange.getRequestURI().getPath().split("/", -1)[2]);
    }

    private void chunk(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] zipped = statements.chunk(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, zipped.length);
            exchange.getResponseBody().write(zipped);
        }
    }

    /** What tests ask for and set. */
    private JsonNode control(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        switch (exchange.getRequestURI().getPath()) {
            case "/standin/sent" -> {
                synchronized (sent) {
                    return JSON.valueToTree(sent);
                }
            }
            case "/standin/forget" -> sent.clear();
            case "/standin/set" ->
                body.properties()
                        .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
            case "/standin/sql" -> body.forEach(sql -> statements.script(sql.asText()));
            case "/standin/canned" -> statements.can(body.path("sql").asText(), body.path("answer"));
            case "/standin/expire" -> sessions.expire(body.path("master").asBoolean());
            default ->
                throw new IllegalArgumentException(exchange.getRequestURI().toString());
        }
        return ok(JSON.nullNode());
    }

    private static String token(HttpExchange exchange) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return header.replaceAll("(?s).*Token=\"(.*)\".*", "$1");
    }

    private static String parameter(HttpExchange exchange, String name) {
        for (String pair : exchange.getRequestURI().getQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    static ObjectNode ok(JsonNode data) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("data", data);
        answer.putNull("code").putNull("message").put("success", true);
        return answer;
    }

    static ObjectNode failure(String code, String sqlState, String message) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data")
                .put("sqlState", sqlState)
                .put("errorCode", code)
                .put("queryId", "01failed");
        return answer.put("code", code).put("message", message).put("success", false);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
