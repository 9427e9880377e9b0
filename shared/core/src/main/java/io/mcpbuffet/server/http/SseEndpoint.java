package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Principal;
import io.mcpbuffet.server.Caller;
import io.mcpbuffet.server.Conversation;
import io.mcpbuffet.server.Incoming;
import io.mcpbuffet.server.McpService;
import io.mcpbuffet.server.Outgoing;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.time.Duration;
import java.util.Optional;

/** HTTP+SSE as of 2024-11-05: one stream of events, and a path to post to that its first event names. */
final class SseEndpoint {
    static final String STREAM = "/sse";
    static final String MESSAGE = "/sse/message";

    private static final String SESSION = "sessionId";

    private final McpService service;
    private final HttpSessions sessions;
    private final Heart heart;
    private final Duration keepAlive;

    SseEndpoint(McpService service, HttpSessions sessions, Heart heart, Duration keepAlive) {
        this.service = service;
        this.sessions = sessions;
        this.heart = heart;
        this.keepAlive = keepAlive;
    }

    void stream(Exchange exchange, Principal principal) {
        if (!exchange.method().equals("GET")) {
            Replies.notAllowed(exchange, "GET");
            return;
        }
        EventStream stream = exchange.events();
        Outgoing outgoing = new Outgoing(new EventOutlet(stream));
        Conversation conversation = service.open(outgoing);
        Optional<HttpSession> session = sessions.open(principal, conversation);
        if (session.isEmpty()) {
            stream.end();
            return;
        }
        session.get().carriedBy(stream);
        stream.event("endpoint", MESSAGE + "?" + SESSION + "=" + session.get().id());
        KeepAlive beat = new KeepAlive(stream, keepAlive);
        heart.add(nanos -> beat.beat(nanos) || ended(session.get()));
    }

    /** The conversation is over with its stream. */
    private boolean ended(HttpSession session) {
        sessions.close(session);
        return false;
    }

    void message(Exchange exchange, Principal principal) {
        if (!exchange.method().equals("POST")) {
            Replies.notAllowed(exchange, "POST");
            return;
        }
        Optional<HttpSession> session = sessions.find(exchange.parameter(SESSION), principal)
                .filter(found -> found.stream().isPresent());
        if (session.isEmpty()) {
            Replies.error(
                    exchange,
                    404,
                    ErrorCodes.INVALID_REQUEST,
                    "The session is unknown or has ended: open " + STREAM + " first");
            return;
        }
        JsonBody.read(exchange, heart, message -> accept(exchange, message, session.get()));
    }

    private static void accept(Exchange exchange, Incoming message, HttpSession session) {
        if (message instanceof Incoming.Invalid invalid) {
            Replies.error(exchange, 400, invalid);
            return;
        }
        exchange.text(202, "Accepted");
        Caller caller = new Caller(session.principal(), session.id(), exchange.id(), exchange.header("traceparent"));
        if (message instanceof Incoming.Request request) {
            EventStream stream = session.stream().orElseThrow();
            session.conversation().accept(request, new Outgoing(new EventOutlet(stream)), caller);
        } else if (message instanceof Incoming.Notification notification) {
            session.conversation().accept(notification, caller);
        } else if (message instanceof Incoming.Response response) {
            session.conversation().accept(response);
        }
    }
}
