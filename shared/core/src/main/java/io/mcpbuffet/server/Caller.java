package io.mcpbuffet.server;

import io.mcpbuffet.access.Principal;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who sends a request, and what ties it to others.
 *
 * @param session names the conversation; what a backend keeps for one belongs to this principal and this session
 * @param request names this request in logs
 * @param traceparent of the trace that the request is part of
 */
public record Caller(Principal principal, String session, String request, Optional<String> traceparent) {
    private static final String KEY = "io.mcpbuffet.caller";

    public Caller {
        Objects.requireNonNull(principal);
        Objects.requireNonNull(session);
        Objects.requireNonNull(request);
        Objects.requireNonNull(traceparent);
    }

    /** What the SDK hands on to its handlers. */
    McpTransportContext context() {
        return McpTransportContext.create(Map.of(KEY, this));
    }

    static Caller of(McpTransportContext context) {
        return (Caller) Objects.requireNonNull(context.get(KEY), "Every request has a caller");
    }
}
