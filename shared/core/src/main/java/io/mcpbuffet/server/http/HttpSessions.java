package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Principal;
import io.mcpbuffet.server.Conversation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open sessions, no more than a bound, each as long as it is used. Safe for use by many threads. */
final class HttpSessions implements Heart.Beating {
    private static final int ID_BYTES = 24;

    private final Map<String, HttpSession> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final int most;
    private final Duration idle;

    HttpSessions(int most, Duration idle) {
        this.most = most;
        this.idle = idle;
    }

    /** A new session; empty where there are as many as there may be. */
    Optional<HttpSession> open(Principal principal, Conversation conversation) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return Optional.empty();
        }
        HttpSession session = new HttpSession(id(), principal, conversation);
        open.put(session.id(), session);
        return Optional.of(session);
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A session of this principal; that of another is as unknown as one that never was. */
    Optional<HttpSession> find(String id, Principal principal) {
        Optional<HttpSession> found = Optional.ofNullable(open.get(id))
                .filter(s -> s.principal().name().equals(principal.name()));
        found.ifPresent(HttpSession::use);
        return found;
    }

    /** Those of one principal. */
    long count(Principal principal) {
        return open.values().stream()
                .filter(session -> session.principal().name().equals(principal.name()))
                .count();
    }

    int size() {
        return open.size();
    }

    void close(HttpSession session) {
        if (open.remove(session.id(), session)) {
            count.decrementAndGet();
        }
        session.close();
    }

    void closeAll() {
        List.copyOf(open.values()).forEach(this::close);
    }

    @Override
    public boolean beat(long nanos) {
        open.values().stream()
                .filter(session -> session.idle(nanos, idle))
                .toList()
                .forEach(this::close);
        return true;
    }
}
