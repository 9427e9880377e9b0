package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Principal;
import io.mcpbuffet.server.Conversation;
import io.mcpbuffet.server.Outgoing;
import java.time.Duration;
import java.util.Optional;

/** A conversation over many HTTP requests. It belongs to the principal who began it. Safe for use by many threads. */
final class HttpSession {
    private final String id;
    private final Principal principal;
    private final Conversation conversation;
    private volatile long used = System.nanoTime();
    private EventStream listening;
    private volatile EventStream carrier;

    HttpSession(String id, Principal principal, Conversation conversation) {
        this.id = id;
        this.principal = principal;
        this.conversation = conversation;
    }

    String id() {
        return id;
    }

    Principal principal() {
        return principal;
    }

    Conversation conversation() {
        return conversation;
    }

    /** The stream that all answers take, where the transport has one. */
    Optional<EventStream> stream() {
        return Optional.ofNullable(carrier);
    }

    void carriedBy(EventStream stream) {
        carrier = stream;
        synchronized (this) {
            listening = stream;
        }
    }

    void use() {
        used = System.nanoTime();
    }

    /** Whether nothing was asked or answered for so long, and nobody listens. */
    synchronized boolean idle(long now, Duration limit) {
        boolean listened = listening != null && !listening.broken();
        return !listened && !conversation.busy() && now - used > limit.toNanos();
    }

    /** Events go there from now on; a stream before it ends. */
    synchronized void listen(EventStream stream) {
        if (listening != null) {
            listening.end();
        }
        listening = stream;
        conversation.listen(new Outgoing(new EventOutlet(stream)));
    }

    synchronized void close() {
        conversation.close();
        if (listening != null) {
            listening.end();
        }
    }
}
