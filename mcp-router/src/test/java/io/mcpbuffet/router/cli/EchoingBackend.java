package io.mcpbuffet.router.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses nearly all that it is asked, in the words of many systems, with all that it was told by the request: its headers and its body. A
 * catalog at {@code /rest} goes on to vend keys before it refuses.
 */
final class EchoingBackend implements AutoCloseable {
    private static final List<Integer> REFUSALS = List.of(403, 400, 500, 401);

    private final HttpServer server;
    private final AtomicInteger refused = new AtomicInteger();
    private final BlockingQueue<String> spans = new LinkedBlockingQueue<>();

    EchoingBackend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests it has refused. */
    int refused() {
        return refused.get();
    }

    /** What was sent as traces. */
    List<String> spans() {
        return List.copyOf(spans);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/v1/traces")) {
            spans.add(body);
            send(exchange, 200, "");
            return;
        }
        Optional<ObjectNode> known = path.startsWith("/rest/") ? known(path) : Optional.empty();
        if (known.isPresent()) {
            send(exchange, 200, Json.write(known.get()));
        } else {
            int turn = refused.getAndIncrement();
            String told = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().entrySet() + " " + body + " "
                    + URLDecoder.decode(body.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
            send(exchange, REFUSALS.get(turn % REFUSALS.size()), refusal(path, told));
        }
    }

    private Optional<ObjectNode> known(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "tokens" ->
                Optional.of(Json.object()
                        .put("access_token", Canary.ISSUED_TOKEN.value())
                        .put("token_type", "bearer")
                        .put("expires_in", 3600));
            case "config" -> Optional.of(read("{\"defaults\":{},\"overrides\":{}}"));
            case "namespaces" -> Optional.of(read("{\"namespaces\":[[\"shop\"]]}"));
            case "tables" -> Optional.of(read("{\"identifiers\":[{\"namespace\":[\"shop\"],\"name\":\"orders\"}]}"));
            case "orders" -> Optional.of(table());
            default -> Optional.empty();
        };
    }

    private static ObjectNode read(String json) {
        return (ObjectNode) Json.read(json);
    }

    private ObjectNode table() {
        ObjectNode table = Json.object().put("metadata-location", "s3://lake/shop/orders/metadata/1.metadata.json");
        table.set("metadata", Json.read(METADATA.formatted("s3://lake/shop/orders")));
        table.putObject("config")
                .put("s3.access-key-id", "vended")
                .put("s3.secret-access-key", Canary.VENDED_KEY.value())
                .put("s3.session-token", Canary.VENDED_SESSION.value());
        return table;
    }

    private static String refusal(String path, String told) {
        ObjectNode body = Json.object().put("message", told).put("__type", "AccessDeniedException");
        body.putObject("error")
                .put("message", told)
                .put("type", "ForbiddenException")
                .put("code", 403);
        body.put("success", false).put("code", "390100").put("error_description", told);
        return path.startsWith("/lake/")
                ? "<Error><Code>AccessDenied</Code><Message><![CDATA[" + told + "]]></Message></Error>"
                : Json.write(body);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final String METADATA =
            """
            {"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"%1$s","last-sequence-number":1,
            "last-updated-ms":1600000000000,"last-column-id":1,"current-schema-id":0,
            "schemas":[{"type":"struct","schema-id":0,"fields":[{"id":1,"name":"id","required":true,"type":"long"}]}],
            "default-spec-id":0,"partition-specs":[{"spec-id":0,"fields":[]}],"last-partition-id":999,"default-sort-order-id":0,
            "sort-orders":[{"order-id":0,"fields":[]}],"properties":{},"current-snapshot-id":1,
            "refs":{"main":{"snapshot-id":1,"type":"branch"}},
            "snapshots":[{"sequence-number":1,"snapshot-id":1,"timestamp-ms":1600000000000,"summary":{"operation":"append"},
            "manifest-list":"%1$s/metadata/list.avro","schema-id":0}],
            "snapshot-log":[{"timestamp-ms":1600000000000,"snapshot-id":1}],"metadata-log":[]}
            """;
}
