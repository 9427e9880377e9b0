package io.mcpbuffet.router.link;

import io.mcpbuffet.error.LakeException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that speaks HTTP+SSE as of 2024-11-05: one stream of events, whose first tells where to post. */
final class SseLink implements Link {
    private static final int MOST_WAITING = 100;

    private final Web web;
    private final String name;
    private final Receiver receiver;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final CompletableFuture<?> stream;
    private URI mailbox;

    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    private record Letter(byte[] json, long id) {}

    SseLink(String name, Web web, Receiver receiver) {
        this.name = name;
        this.web = web;
        this.receiver = receiver;
        HttpRequest request = web.to(web.endpoint().uri())
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        CompletableFuture<HttpResponse<Void>> exchange = web.send(request, this::body);
        this.stream = exchange;
        exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                end(web.translate(failure));
            } else if (response.statusCode() != 200) {
                end(web.refusal(response.statusCode()));
            } else {
                end(LakeException.unavailable("The server '" + name + "' ended its stream", null));
            }
        });
    }

    private HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo info) {
        if (info.statusCode() != 200) {
            return HttpResponse.BodySubscribers.discarding();
        }
        Frames frames = new Frames(receiver);
        return new Body(new EventParts(
                (event, data) -> {
                    if (event.equals("endpoint")) {
                        opened(new String(data, StandardCharsets.UTF_8));
                    } else {
                        frames.message(data, 0, data.length);
                    }
                },
                () -> frames.tooLong("", "")));
    }

    /** Headers go to the server that was configured and to no other. */
    private void opened(String where) {
        URI own = web.endpoint().uri();
        URI given;
        try {
            given = own.resolve(where.strip());
        } catch (IllegalArgumentException e) {
            end(LakeException.unavailable("The server '" + name + "' names no address to post to", e));
            return;
        }
        if (!Objects.equals(given.getScheme(), own.getScheme())
                || !Objects.equals(given.getAuthority(), own.getAuthority())) {
            end(LakeException.unavailable("The server '" + name + "' wants messages posted to another host", null));
            return;
        }
        synchronized (this) {
            mailbox = given;
            waiting.forEach(letter -> post(given, letter));
            waiting.clear();
        }
    }

    @Override
    public synchronized void send(byte[] json, long id) {
        Letter letter = new Letter(json, id);
        if (mailbox != null) {
            post(mailbox, letter);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(letter);
        } else if (id != 0) {
            receiver.failed(id, LakeException.unavailable("The server '" + name + "' is not open yet", null));
        }
    }

    private void post(URI where, Letter letter) {
        HttpRequest request = web.to(where)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(letter.json()))
                .build();
        web.send(request, info -> HttpResponse.BodySubscribers.discarding()).whenComplete((response, failure) -> {
            if (letter.id() == 0) {
                return;
            }
            if (failure != null) {
                receiver.failed(letter.id(), web.translate(failure));
            } else if (response.statusCode() >= 300) {
                receiver.failed(letter.id(), web.refusal(response.statusCode()));
            }
        });
    }

    private void end(LakeException why) {
        if (over.compareAndSet(false, true)) {
            receiver.ended(why);
        }
    }

    @Override
    public void close() {
        over.set(true);
        stream.cancel(true);
    }
}
