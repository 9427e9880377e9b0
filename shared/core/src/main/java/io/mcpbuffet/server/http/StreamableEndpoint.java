package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Principal;
import io.mcpbuffet.server.Caller;
import io.mcpbuffet.server.Conversation;
import io.mcpbuffet.server.Incoming;
import io.mcpbuffet.server.McpService;
import io.mcpbuffet.server.Outgoing;
import io.mcpbuffet.server.Revisions;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.Optional;

/** Streamable HTTP: one path for both eras of the protocol. */
final class StreamableEndpoint {
    static final String SESSION = "Mcp-Session-Id";
    static final String VERSION = "MCP-Protocol-Version";

    /** How often a stateless client that has gone is looked for, as its going cancels the request. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final McpService service;
    private final HttpSessions sessions;
    private final Heart heart;
    private final Duration keepAlive;

    StreamableEndpoint(McpService service, HttpSessions sessions, Heart heart, Duration keepAlive) {
        this.service = service;
        this.sessions = sessions;
        this.heart = heart;
        this.keepAlive = keepAlive;
    }

    void handle(Exchange exchange, Principal principal) {
        switch (exchange.method()) {
            case "POST" -> post(exchange, principal);
            case "GET" -> listen(exchange, principal);
            case "DELETE" ->
                session(exchange, principal).ifPresent(session -> {
                    sessions.close(session);
                    exchange.empty(204);
                });
            default -> Replies.notAllowed(exchange, "GET, POST, DELETE");
        }
    }

    private void post(Exchange exchange, Principal principal) {
        if (!exchange.accepts(Exchange.JSON) && !exchange.accepts(Exchange.EVENTS)) {
            Replies.error(exchange, 406, ErrorCodes.INVALID_REQUEST, "Accept application/json and text/event-stream");
            return;
        }
        JsonBody.read(exchange, heart, message -> accept(exchange, message, principal));
    }

    private void accept(Exchange exchange, Incoming message, Principal principal) {
        if (message instanceof Incoming.Invalid invalid) {
            Replies.error(exchange, 400, invalid);
        } else if (message instanceof Incoming.Request request) {
            request(exchange, request, principal);
        } else if (Revisions.isStateless(exchange.header(VERSION).orElse(""))) {
            // Of the notifications of a client that keeps no session none needs to be acted on.
            exchange.empty(202);
        } else {
            beside(exchange, message, principal);
        }
    }

    private void request(Exchange exchange, Incoming.Request request, Principal principal) {
        Optional<JSONRPCError> problem = EnvelopeHeaders.problem(exchange, request);
        if (problem.isPresent()) {
            Replies.error(exchange, 400, request.id(), problem.get());
        } else if (Revisions.isStateless(request)
                || Revisions.isStateless(exchange.header(VERSION).orElse(""))) {
            stateless(exchange, request, principal);
        } else if (request.method().equals("initialize")) {
            initialize(exchange, request, principal);
        } else {
            session(exchange, principal)
                    .ifPresent(session -> answer(
                            exchange, request, session.conversation(), caller(exchange, principal, session.id())));
        }
    }

    private void stateless(Exchange exchange, Incoming.Request request, Principal principal) {
        Conversation conversation = service.open();
        PostReply reply = new PostReply(exchange, true, LOOK, conversation::cancelAll, heart);
        heart.add(reply);
        conversation.acceptStateless(request, new Outgoing(reply), caller(exchange, principal, ""));
    }

    private void initialize(Exchange exchange, Incoming.Request request, Principal principal) {
        Conversation conversation = service.open();
        Optional<HttpSession> session = sessions.open(principal, conversation);
        if (session.isEmpty()) {
            exchange.response().getHeaders().put("Retry-After", "30");
            Replies.error(
                    exchange,
                    503,
                    request.id(),
                    new JSONRPCError(-32000, "The server has as many sessions as it may have; try again later"));
            return;
        }
        exchange.response().getHeaders().put(SESSION, session.get().id());
        answer(
                exchange,
                request,
                conversation,
                caller(exchange, principal, session.get().id()));
        if (!conversation.initialized()) {
            sessions.close(session.get());
        }
    }

    private void answer(Exchange exchange, Incoming.Request request, Conversation conversation, Caller caller) {
        PostReply reply = new PostReply(exchange, false, keepAlive, () -> {}, heart);
        heart.add(reply);
        conversation.accept(request, new Outgoing(reply), caller);
    }

    private void beside(Exchange exchange, Incoming message, Principal principal) {
        session(exchange, principal).ifPresent(session -> {
            if (message instanceof Incoming.Notification notification) {
                session.conversation().accept(notification, caller(exchange, principal, session.id()));
            } else if (message instanceof Incoming.Response response) {
                session.conversation().accept(response);
            }
            exchange.empty(202);
        });
    }

    private void listen(Exchange exchange, Principal principal) {
        if (!exchange.accepts(Exchange.EVENTS)) {
            Replies.error(exchange, 406, ErrorCodes.INVALID_REQUEST, "Accept text/event-stream");
            return;
        }
        session(exchange, principal).ifPresent(session -> {
            EventStream stream = exchange.events();
            session.listen(stream);
            heart.add(new KeepAlive(stream, keepAlive));
        });
    }

    /** The session that is named; where there is none, the exchange is answered. */
    private Optional<HttpSession> session(Exchange exchange, Principal principal) {
        Optional<String> id = exchange.header(SESSION);
        if (id.isEmpty()) {
            Replies.error(
                    exchange,
                    400,
                    ErrorCodes.INVALID_REQUEST,
                    "The header " + SESSION + " is missing: send initialize first");
            return Optional.empty();
        }
        Optional<HttpSession> session = sessions.find(id.get(), principal);
        if (session.isEmpty()) {
            Replies.error(
                    exchange, 404, ErrorCodes.INVALID_REQUEST, "The session is unknown or has ended: send initialize");
        }
        return session;
    }

    private static Caller caller(Exchange exchange, Principal principal, String session) {
        return new Caller(principal, session, exchange.id(), exchange.header("traceparent"));
    }
}
