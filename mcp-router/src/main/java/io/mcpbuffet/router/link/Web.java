package io.mcpbuffet.router.link;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** HTTP to one server, with its headers. It follows no redirects, as headers may be secret. Safe for use by many threads. */
final class Web {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String name;
    private final Endpoint endpoint;
    private final HttpClient client;

    Web(String name, Endpoint endpoint) {
        this.name = name;
        this.endpoint = endpoint;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newCachedThreadPool(task -> {
                    Thread thread = new Thread(task, "mcp-" + name + "-http");
                    thread.setDaemon(true);
                    return thread;
                }))
                .build();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    HttpRequest.Builder to(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        endpoint.headers().forEach(request::setHeader);
        return request;
    }

    <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return client.sendAsync(request, body);
    }

    /** Whether nothing was sent, as nobody listens. */
    static boolean isUnconnected(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    LakeException translate(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof LakeException known) {
            return known;
        }
        String where = "The server '" + name + "' at " + endpoint;
        if (isUnconnected(cause)) {
            return LakeException.unavailable(where + " does not accept connections", cause);
        }
        if (cause instanceof IOException) {
            return LakeException.unavailable(where + " broke the connection off", cause);
        }
        return LakeException.of(ErrorCode.INTERNAL, "The request to " + where + " failed", cause);
    }

    LakeException refusal(int status) {
        String what = "The server '" + name + "' at " + endpoint + " answered HTTP " + status;
        return switch (status) {
            case 401 ->
                LakeException.of(ErrorCode.AUTH_EXPIRED, what)
                        .hint("Give it credentials in 'headers' of mcpServers." + name);
            case 403 -> LakeException.of(ErrorCode.PERMISSION_DENIED, what);
            case 413 -> LakeException.of(ErrorCode.LIMIT_EXCEEDED, what + ": the request is too large");
            case 429 -> LakeException.of(ErrorCode.RATE_LIMITED, what);
            default -> LakeException.unavailable(what, null);
        };
    }
}
