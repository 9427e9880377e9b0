package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The way to another server of this kind. Safe for use by many threads. */
public interface PeerLink {
    /**
     * The result of a tool as it came. Fails with a RelayedError or a LakeException; cancelling it cancels the call there.
     *
     * @param params of {@code tools/call}
     * @param limit for the answer; the usual one where absent
     * @param beside takes notifications about its progress, by method and params
     */
    CompletableFuture<ObjectNode> call(
            ObjectNode params, Optional<Duration> limit, BiConsumer<String, JsonNode> beside);
}
