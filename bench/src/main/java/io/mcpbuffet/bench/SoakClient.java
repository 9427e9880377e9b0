package io.mcpbuffet.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Opens sessions, calls some tools in each, and ends or leaves them, until it is interrupted. */
final class SoakClient implements Runnable {
    private static final int CALLS = 25;
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    /** The last fails as it has to. */
    private static final List<String> PARAMS = List.of(
            "\"name\":\"list_tables\",\"arguments\":{\"catalog\":\"ops\"}",
            "\"name\":\"describe\",\"arguments\":{\"table\":\"sales.shop.orders\"}",
            "\"name\":\"query\",\"arguments\":{\"sql\":\"SELECT count(*) FROM ops.main.depots\"}",
            "\"name\":\"query\",\"arguments\":{\"sql\":\"SELECT count(*) FROM crm.people.customers\"}",
            "\"name\":\"list_snapshots\",\"arguments\":{\"table\":\"crm.people.tickets\"}",
            "\"name\":\"describe\",\"arguments\":{\"table\":\"sales.shop.none\"}");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final Duration pace;
    private final Random random;
    private final AtomicLong calls;
    private final AtomicLong failed;

    SoakClient(URI address, Duration pace, long seed, AtomicLong calls, AtomicLong failed) {
        this.address = address;
        this.pace = pace;
        this.random = new Random(seed);
        this.calls = calls;
        this.failed = failed;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                session();
                stateless();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failed.incrementAndGet();
        }
    }

    private void session() throws IOException, InterruptedException {
        HttpResponse<String> hello = client.send(
                request(
                        Optional.empty(),
                        message(
                                0,
                                "initialize",
                                "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"s\",\"version\":\"1\"}")),
                HttpResponse.BodyHandlers.ofString());
        Optional<String> session = hello.headers().firstValue("Mcp-Session-Id");
        for (int id = 1; id <= CALLS; id++) {
            String params = next();
            if (random.nextInt(20) == 0) {
                cancelled(session, id, params);
            } else {
                check(client.send(
                        request(session, message(id, "tools/call", params)), HttpResponse.BodyHandlers.ofString()));
            }
        }
        if (random.nextBoolean()) {
            client.send(
                    HttpRequest.newBuilder(address)
                            .header("Mcp-Session-Id", session.orElse(""))
                            .DELETE()
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What to call next, when it is time to. */
    private String next() throws InterruptedException {
        Thread.sleep(pace.toMillis());
        return PARAMS.get(random.nextInt(PARAMS.size()));
    }

    private void cancelled(Optional<String> session, int id, String params) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(
                request(session, message(id, "tools/call", params)), HttpResponse.BodyHandlers.ofString());
        client.send(
                request(
                        session,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id
                                + "}}"),
                HttpResponse.BodyHandlers.ofString());
        call.join();
        calls.incrementAndGet();
    }

    private void stateless() throws IOException, InterruptedException {
        for (int id = 0; id < CALLS; id++) {
            String params = next();
            String tool = params.replaceAll("\"name\":\"(\\w+)\".*", "$1");
            check(client.send(
                    HttpRequest.newBuilder(
                                    request(Optional.empty(), message(id, "tools/call", params + "," + META)),
                                    (n, v) -> true)
                            .header("MCP-Protocol-Version", "2026-07-28")
                            .header("Mcp-Method", "tools/call")
                            .header("Mcp-Name", tool)
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
    }

    private void check(HttpResponse<String> answer) {
        calls.incrementAndGet();
        boolean missing = answer.body().contains("NOT_FOUND");
        boolean right = answer.statusCode() == 200
                && (answer.body().contains("\"isError\":false")
                        || (missing && answer.body().contains("none")));
        if (!right) {
            failed.incrementAndGet();
            System.err.println(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest request(Optional<String> session, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private static String message(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }
}
