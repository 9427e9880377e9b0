package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * One tool as a value: what a client sees of it and what answers a call. Every tool only reads. Safe for use by many threads.
 *
 * @param outputSchema empty where the tool gives no structured result
 * @param idempotent the same call answers the same while the data stays the same
 * @param openWorld the answer comes from systems outside of this process
 */
public record Tool(
        String name,
        String title,
        String description,
        ObjectNode inputSchema,
        ObjectNode outputSchema,
        boolean idempotent,
        boolean openWorld,
        Handler handler) {
    public Tool {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(description);
        Objects.requireNonNull(inputSchema);
        Objects.requireNonNull(outputSchema);
        Objects.requireNonNull(handler);
    }

    /** Answers a call. */
    @FunctionalInterface
    public interface Handler {
        /**
         * The answer; what a model can act on comes as a result that is an error, so only defects are thrown. A thread interrupt
         * cancels the call.
         *
         * @param arguments the object of arguments as it came; a null or missing node counts as an empty one
         */
        ToolResult call(JsonNode arguments, CallContext call);
    }
}
