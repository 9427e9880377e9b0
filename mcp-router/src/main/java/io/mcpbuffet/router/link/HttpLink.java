package io.mcpbuffet.router.link;

import io.mcpbuffet.error.LakeException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** A server that speaks Streamable HTTP: each message is posted, and what comes back answers it. */
final class HttpLink implements Link {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String EVENTS = "text/event-stream";
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** How servers that only know HTTP+SSE answer a post to their stream. */
    private static final Set<Integer> UNKNOWN = Set.of(400, 404, 405);

    /** W3C Trace Context; something else is not for a header. */
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Web web;
    private final String name;
    private final Receiver receiver;
    private final Map<Long, CompletableFuture<?>> exchanges = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<String> session = Optional.empty();
    private volatile Optional<String> version = Optional.empty();
    private volatile boolean acquainted;
    private volatile Link instead;
    private volatile CompletableFuture<?> listening;

    HttpLink(String name, Web web, Receiver receiver) {
        this.name = name;
        this.web = web;
        this.receiver = receiver;
    }

    @Override
    public void send(byte[] json, long id) {
        send(json, id, Optional.empty());
    }

    /** What lies between here and the server looks at headers only. */
    @Override
    public void send(byte[] json, long id, Optional<String> traceparent) {
        if (instead != null) {
            instead.send(json, id);
            return;
        }
        HttpRequest.Builder post = request()
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, " + EVENTS)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        traceparent.filter(TRACE.asMatchPredicate()).ifPresent(trace -> post.setHeader("traceparent", trace));
        HttpRequest request = post.build();
        CompletableFuture<HttpResponse<Void>> exchange = web.send(request, info -> body(info, json, id));
        if (id != 0) {
            exchanges.put(id, exchange);
        }
        exchange.whenComplete((response, failure) -> {
            exchanges.remove(id, exchange);
            if (failure != null) {
                broken(id, failure);
            } else if (id != 0 && instead == null) {
                receiver.failed(
                        id,
                        response.statusCode() >= 400
                                ? web.refusal(response.statusCode())
                                : LakeException.unavailable("The server '" + name + "' gave no answer", null));
            }
        });
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = web.to(web.endpoint().uri());
        session.ifPresent(id -> request.setHeader(SESSION, id));
        version.ifPresent(v -> request.setHeader("MCP-Protocol-Version", v));
        return request;
    }

    private HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo info, byte[] json, long id) {
        int status = info.statusCode();
        String type = info.headers().firstValue("Content-Type").orElse("");
        if (status >= 400) {
            refused(status, json, id);
            return isJson(type) && instead == null ? json() : discard();
        }
        acquainted = true;
        info.headers().firstValue(SESSION).filter(s -> session.isEmpty()).ifPresent(s -> session = Optional.of(s));
        if (type.startsWith(EVENTS)) {
            return events(id);
        }
        return isJson(type) ? json() : discard();
    }

    private static boolean isJson(String type) {
        return type.startsWith("application/json");
    }

    private HttpResponse.BodySubscriber<Void> json() {
        return new Body(new JsonParts(new Frames(receiver)));
    }

    private HttpResponse.BodySubscriber<Void> events(long id) {
        Frames frames = new Frames(receiver);
        return new Body(new EventParts(
                (event, data) -> frames.message(data, 0, data.length), () -> frames.tooLong("\"id\":" + id + ",", "")));
    }

    private static HttpResponse.BodySubscriber<Void> discard() {
        return HttpResponse.BodySubscribers.discarding();
    }

    private void refused(int status, byte[] json, long id) {
        boolean older = !acquainted && UNKNOWN.contains(status);
        if (older && web.endpoint().carrier() == Endpoint.Carrier.EITHER && id != 0) {
            instead = new SseLink(name, web, receiver);
            instead.send(json, id);
        } else if (status == 404 && session.isPresent()) {
            end(LakeException.unavailable("The server '" + name + "' has ended the session", null));
        }
    }

    private void broken(long id, Throwable failure) {
        if (over.get()) {
            return;
        }
        LakeException why = web.translate(failure);
        if (Web.isUnconnected(failure)) {
            end(why);
        } else if (id != 0) {
            receiver.failed(id, why);
        }
    }

    private void end(LakeException why) {
        if (over.compareAndSet(false, true)) {
            receiver.ended(why);
            abandon();
        }
    }

    @Override
    public void established(String protocolVersion) {
        if (instead == null) {
            version = Optional.of(protocolVersion);
            listen(PAUSE);
        }
    }

    /** For what the server says by itself. One that does not offer it is not asked again. */
    private void listen(Duration pause) {
        if (over.get()) {
            return;
        }
        HttpRequest request = request().header("Accept", EVENTS).GET().build();
        CompletableFuture<HttpResponse<Void>> stream = web.send(
                request,
                info -> info.statusCode() == 200
                                && info.headers()
                                        .firstValue("Content-Type")
                                        .orElse("")
                                        .startsWith(EVENTS)
                        ? events(0)
                        : discard());
        listening = stream;
        stream.whenComplete((response, failure) -> {
            if (!over.get() && (response == null || response.statusCode() == 200)) {
                Duration next =
                        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> listen(next));
            }
        });
    }

    @Override
    public void forget(long id) {
        if (instead != null) {
            instead.forget(id);
            return;
        }
        CompletableFuture<?> exchange = exchanges.remove(id);
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            if (instead != null) {
                instead.close();
            } else if (session.isPresent()) {
                web.send(request().timeout(FAREWELL).DELETE().build(), info -> discard());
            }
            abandon();
        }
    }

    private void abandon() {
        exchanges.values().forEach(exchange -> exchange.cancel(true));
        exchanges.clear();
        CompletableFuture<?> stream = listening;
        if (stream != null) {
            stream.cancel(true);
        }
    }
}
