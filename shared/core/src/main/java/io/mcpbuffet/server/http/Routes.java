package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.observe.CallLog;
import io.mcpbuffet.tool.Untrusted;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends each request where it belongs, once it is known who sends it and that he may. */
final class Routes extends Handler.Abstract {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern USABLE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final HttpField NO_SNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final int LONGEST_NAME = 100;

    private final HostGuard guard;
    private final Authenticator authenticator;
    private final ResourceMetadata metadata;
    private final Pending pending;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Closed> closed = new LinkedHashMap<>();

    /** Answers anybody. */
    interface Open {
        void handle(Exchange exchange);
    }

    /** Answers those who are let in. */
    interface Closed {
        void handle(Exchange exchange, Principal principal);
    }

    Routes(HostGuard guard, Authenticator authenticator, ResourceMetadata metadata, Pending pending) {
        this.guard = guard;
        this.authenticator = authenticator;
        this.metadata = metadata;
        this.pending = pending;
    }

    Routes open(String path, Open handler) {
        open.put(path, handler);
        return this;
    }

    Routes closed(String path, Closed handler) {
        closed.put(path, handler);
        return this;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, id(request));
        return CallLog.within(exchange.id(), Optional.empty(), () -> handle(exchange));
    }

    private boolean handle(Exchange exchange) {
        secure(exchange);
        Optional<String> origin = exchange.header("Origin");
        if (!guard.knows(exchange.header("Host"))) {
            Replies.error(
                    exchange,
                    421,
                    ErrorCodes.INVALID_REQUEST,
                    "The server is not known as " + named(exchange.header("Host"))
                            + ", the Host of the request: its names are those in http.hosts");
        } else if (!guard.admits(origin)) {
            Replies.error(
                    exchange,
                    403,
                    ErrorCodes.INVALID_REQUEST,
                    "Pages of " + named(origin) + " may not call: those that may are in http.origins");
        } else if (guard.configured(origin) && cors(exchange, origin.get())) {
            exchange.empty(204);
        } else {
            route(exchange);
        }
        return true;
    }

    private static String named(Optional<String> header) {
        return header.map(text -> "'" + Untrusted.show(text.substring(0, Math.min(text.length(), LONGEST_NAME))) + "'")
                .orElse("nothing");
    }

    private static String id(Request request) {
        String given = request.getHeaders().get(REQUEST_ID);
        if (given != null && USABLE_ID.matcher(given).matches()) {
            return given;
        }
        // It tells requests apart and nothing else, so it need not be hard to guess.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static void secure(Exchange exchange) {
        exchange.response()
                .getHeaders()
                .put(REQUEST_ID, exchange.id())
                .put(NO_SNIFF)
                .put(NO_STORE);
    }

    /** True where that was all that was asked. */
    private static boolean cors(Exchange exchange, String origin) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        headers.put("Access-Control-Allow-Origin", origin)
                .put(HttpHeader.VARY, "Origin")
                .put("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate, X-Request-Id");
        if (!exchange.method().equals("OPTIONS")) {
            return false;
        }
        headers.put("Access-Control-Allow-Methods", "GET, POST, DELETE")
                .put(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name,"
                                + " Last-Event-ID")
                .put("Access-Control-Max-Age", "600");
        return true;
    }

    private void route(Exchange exchange) {
        Open anybody = open.get(exchange.path());
        Closed known = closed.get(exchange.path());
        if (anybody != null) {
            anybody.handle(exchange);
        } else if (known != null) {
            admit(exchange, known);
        } else {
            Replies.error(
                    exchange,
                    404,
                    ErrorCodes.INVALID_REQUEST,
                    "There is nothing here; paths are " + String.join(", ", closed.keySet()));
        }
    }

    private void admit(Exchange exchange, Closed handler) {
        Authenticator.Outcome outcome = authenticator.authenticate(exchange.header("Authorization"));
        if (outcome instanceof Authenticator.Admitted admitted) {
            begin(exchange, admitted.principal(), handler);
        } else if (outcome instanceof Authenticator.Refused refused) {
            exchange.response().getHeaders().put(HttpHeader.WWW_AUTHENTICATE, metadata.challenge(exchange, refused));
            String text = refused.description().isEmpty()
                    ? "A bearer token is required: send the header Authorization: Bearer TOKEN"
                    : refused.description();
            Replies.error(exchange, refused.status(), ErrorCodes.INVALID_REQUEST, text);
        }
    }

    /** A stream that only listens is not waited for. */
    private void begin(Exchange exchange, Principal principal, Closed handler) {
        if (exchange.method().equals("GET")) {
            handler.handle(exchange, principal);
        } else if (pending.begin()) {
            Request.addCompletionListener(exchange.request(), end -> pending.end());
            handler.handle(exchange, principal);
        } else {
            exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close").put("Retry-After", "10");
            Replies.error(exchange, 503, ErrorCodes.INVALID_REQUEST, "The server is shutting down");
        }
    }
}
