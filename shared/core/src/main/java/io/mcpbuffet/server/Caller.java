package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** The same as part of another trace. */
    Caller traced(Optional<String> other) {
        return new Caller(principal, session, request, other);
    }

    /** The same in the trace that the {@code _meta} of a request names, where nothing around it has named one. */
    Caller within(JsonNode meta) {
        return traceparent.isPresent()
                ? this
                : traced(Optional.ofNullable(meta.path("traceparent").textValue()));
    }

    /** What the SDK hands on to its handlers. */
    McpTransportContext context() {
        return McpTransportContext.create(Map.of(KEY, this));
    }

    static Caller of(McpTransportContext context) {
        return (Caller) Objects.requireNonNull(context.get(KEY), "Every request has a caller");
    }
}
