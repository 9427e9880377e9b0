package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.observe.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Other MCP servers, whose tools, resources and prompts stand beside those of the lakehouse. Safe for use by many threads. */
public interface OtherServers extends AutoCloseable {
    OtherServers NONE = new None();

    /** Whether there are none; then nothing of them is declared to clients. */
    boolean isEmpty();

    /** What follows our own in the answer to a method such as {@code tools/list}, as a principal may see it; not to be changed. */
    List<ObjectNode> listed(String method, Principal principal);

    /** A request that is for another server. */
    interface Asking {
        /**
         * Sends it. The answer comes as it is; what fails is a {@link RelayedError} or a LakeException. Cancelling what is returned
         * cancels the request there.
         *
         * @param beside takes notifications that belong to the request, by method and params
         */
        CompletableFuture<ObjectNode> ask(Caller caller, BiConsumer<String, JsonNode> beside);
    }

    /**
     * What there is to ask of another server; empty where the request is about nothing of theirs that the principal may use. Nothing is
     * sent yet.
     *
     * @param params as the client gave them
     */
    Optional<Asking> find(String method, JsonNode params, Principal principal);

    /** The session of a caller is over, and so is what is kept for it. */
    void ended(Caller caller);

    /** Who is to be told, by the method of a notification, when a list has changed. */
    void onChange(Consumer<String> told);

    /** Shows what is counted of them. */
    void measure(Metrics metrics);

    @Override
    void close();

    /** No servers. */
    record None() implements OtherServers {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public List<ObjectNode> listed(String method, Principal principal) {
            return List.of();
        }

        @Override
        public Optional<Asking> find(String method, JsonNode params, Principal principal) {
            return Optional.empty();
        }

        @Override
        public void ended(Caller caller) {
            // Nothing is kept.
        }

        @Override
        public void onChange(Consumer<String> told) {
            // Nothing changes.
        }

        @Override
        public void measure(Metrics metrics) {
            // Nothing is counted.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
