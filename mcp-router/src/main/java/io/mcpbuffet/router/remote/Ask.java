package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A request to a server.
 *
 * @param params sent as they are but for the token for progress, which becomes one of ours
 * @param limit for the answer; progress begins it anew
 * @param most for the answer with all its progress
 * @param beside takes notifications about its progress, with the token that came in the params
 */
record Ask(String method, ObjectNode params, Duration limit, Duration most, BiConsumer<String, JsonNode> beside) {
    /** In {@code _meta} of the params: the trace that the request is part of (W3C Trace Context). */
    static final String TRACEPARENT = "traceparent";

    static Ask of(String method, ObjectNode params, Duration limit) {
        return new Ask(method, params, limit, limit, (notification, about) -> {});
    }

    /** Empty where it is part of none. */
    Optional<String> traceparent() {
        return Optional.ofNullable(params.path("_meta").path(TRACEPARENT).textValue());
    }
}
