package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * Sends one request and takes the whole answer, within a time and a size. Redirects are never followed, so no header reaches a host
 * that was not asked. An interrupt ends the exchange. Safe for use by many threads.
 */
final class Http {
    /** More than the metadata of any table that can be worked with. */
    static final int MAX_BYTES = 256 << 20;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Duration timeout;

    private Http(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** With the proxy, or the one of the system properties; {@code timeout} bounds each exchange up to the last byte. */
    static Http of(Optional<InetSocketAddress> proxy, Duration timeout) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT);
        proxy.map(ProxySelector::of)
                .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
                .ifPresent(builder::proxy);
        return new Http(builder.build(), timeout);
    }

    Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new BoundedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), plain(response));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled", e);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw RestFailure.of(RestFailure.Kind.TIMED_OUT, "no answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RestFailure failure(Throwable cause) {
        if (cause instanceof BoundedBody.TooLarge) {
            return RestFailure.of(
                    RestFailure.Kind.TOO_LARGE, "its answer is larger than " + (MAX_BYTES >> 20) + " MB", cause);
        }
        if (cause instanceof ConnectException) {
            boolean unknown = cause.getCause() instanceof UnresolvedAddressException;
            return RestFailure.of(
                    RestFailure.Kind.UNCONNECTED,
                    unknown ? "its host is not known" : "the connection is refused",
                    cause);
        }
        String reason = cause.getMessage() == null
                ? cause.getClass().getSimpleName().replaceFirst("Exception$", "")
                : cause.getMessage();
        return RestFailure.of(
                RestFailure.Kind.UNREACHABLE,
                cause instanceof HttpTimeoutException ? "it cannot be connected to" : reason,
                cause);
    }

    private static byte[] plain(HttpResponse<byte[]> response) {
        String encoding = response.headers().firstValue("content-encoding").orElse("");
        if (!encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
            return response.body();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] plain = in.readNBytes(MAX_BYTES);
            if (in.read() >= 0) {
                throw RestFailure.of(
                        RestFailure.Kind.TOO_LARGE, 0, "its answer is larger than " + (MAX_BYTES >> 20) + " MB");
            }
            return plain;
        } catch (IOException e) {
            throw RestFailure.of(RestFailure.Kind.BROKEN, "its compressed answer is damaged", e);
        }
    }
}
