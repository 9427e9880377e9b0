package io.mcpbuffet.router.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One with a session over HTTP, which listens as well. */
final class MarkedSession extends MarkedClient {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Until a cancellation is sent again, since the first may have come before its call. */
    private static final long AGAIN_MILLIS = 300;

    private final URI server;
    private final String session;
    private final CompletableFuture<HttpResponse<String>> listening;

    MarkedSession(int number, URI server) {
        super(number);
        this.server = server;
        this.session = CLIENT.sendAsync(
                        request("")
                                .POST(HttpRequest.BodyPublishers.ofString(hello()))
                                .build(),
                        text())
                .join()
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        this.listening = CLIENT.sendAsync(request(session).GET().build(), text());
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private HttpRequest.Builder request(String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        return session.isEmpty() ? request : request.header("Mcp-Session-Id", session);
    }

    private CompletableFuture<HttpResponse<String>> post(String message) {
        return CLIENT.sendAsync(
                request(session)
                        .POST(HttpRequest.BodyPublishers.ofString(message))
                        .build(),
                text());
    }

    @Override
    void send(MarkedCall call) {
        CompletableFuture<HttpResponse<String>> exchange = post(call.request());
        if (call.cancelled()) {
            cancel(call, exchange);
        }
        exchange.whenComplete((answer, failure) -> {
            if (failure != null) {
                stray(call + " failed: " + failure);
            } else {
                took(call, answer);
            }
            ended();
        });
    }

    private void cancel(MarkedCall call, CompletableFuture<HttpResponse<String>> exchange) {
        if (!exchange.isDone()) {
            CompletableFuture<HttpResponse<String>> unused = post(call.cancellation());
            CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> cancel(call, exchange));
        }
    }

    private void took(MarkedCall call, HttpResponse<String> answer) {
        boolean events = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        if (events) {
            events(answer.body());
        } else if (answer.statusCode() == 200) {
            heard(answer.body());
        } else if (answer.statusCode() != 204) {
            stray(call + " got " + answer.statusCode() + " " + answer.body());
        }
    }

    private void events(String body) {
        body.lines().filter(line -> line.startsWith("data: ")).forEach(line -> heard(line.substring(6)));
    }

    /** What is heard beside the answers to requests belongs to none. */
    @Override
    public void close() {
        CLIENT.sendAsync(request(session).DELETE().build(), text()).join();
        listening
                .join()
                .body()
                .lines()
                .filter(line -> line.startsWith("data: {") && !line.contains("\"method\":"))
                .forEach(this::stray);
    }
}
