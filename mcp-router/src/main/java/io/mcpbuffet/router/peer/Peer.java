package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The tools of another server of this kind, called and waited for. A thread interrupt cancels the call there. Safe for use by many threads. */
final class Peer {
    /** For the way there and back, beside the time that a statement has. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String name;
    private final PeerLink link;

    /** @param name as messages have it */
    Peer(String name, PeerLink link) {
        this.name = name;
        this.link = link;
    }

    String name() {
        return name;
    }

    /** The structured result of a tool; throws what it says is wrong. */
    ObjectNode call(String tool, ObjectNode arguments) {
        return call(params(tool, arguments), Optional.empty(), Progress.NONE);
    }

    /** A page of the rows of a statement, as people are shown them. */
    ObjectNode query(ObjectNode arguments, Duration timeout, Progress progress) {
        ObjectNode params = params("query", arguments);
        params.putObject("_meta").put("progressToken", 1);
        return call(params, Optional.of(timeout.plus(GRACE)), progress);
    }

    /**
     * A page of the rows of a statement, with every value whole and as it is.
     *
     * @param sent takes the call, which any thread may cancel
     */
    ObjectNode exactRows(ObjectNode arguments, Duration timeout, Consumer<Future<?>> sent) {
        ObjectNode params = params("query", arguments);
        params.putObject("_meta").put(CallContext.EXACT, true);
        var answer = link.call(params, Optional.of(timeout.plus(GRACE)), (method, about) -> {});
        sent.accept(answer);
        return structured(await(answer));
    }

    private static ObjectNode params(String tool, ObjectNode arguments) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", arguments);
        return params;
    }

    private ObjectNode call(ObjectNode params, Optional<Duration> limit, Progress progress) {
        CompletableFuture<ObjectNode> answer =
                link.call(params, limit, (method, about) -> progress.report(percent(about), message(about)));
        return structured(await(answer));
    }

    private ObjectNode structured(ObjectNode result) {
        JsonNode structured = result.path("structuredContent");
        if (result.path("isError").asBoolean()) {
            throw PeerErrors.of(name, structured, result.at("/content/0/text").asText());
        }
        if (structured instanceof ObjectNode object) {
            return object;
        }
        throw LakeException.unsupported("The server '" + name + "' answers without structure")
                .hint("Set 'output: both' in its configuration");
    }

    private ObjectNode await(CompletableFuture<ObjectNode> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call of the server '" + name + "' was withdrawn", e);
        } catch (CancellationException e) {
            throw LakeException.of(ErrorCode.CANCELLED, "The call of the server '" + name + "' was withdrawn", e);
        } catch (ExecutionException e) {
            throw PeerErrors.translate(name, e.getCause());
        }
    }

    private static OptionalDouble percent(JsonNode about) {
        double total = about.path("total").asDouble();
        return total > 0 ? OptionalDouble.of(about.path("progress").asDouble() / total * 100) : OptionalDouble.empty();
    }

    private static String message(JsonNode about) {
        return about.path("message").asText("");
    }
}
