package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Answers methods by JSON trees, where the SDK's objects would know fewer fields. Safe for use by many threads. */
public interface TreeMethods {
    /** For a server whose methods are all the SDK's. */
    TreeMethods NONE = (request, call, caller) -> Optional.empty();

    /** Those of the first that knows the method. */
    static TreeMethods all(List<TreeMethods> parts) {
        return new TreeMethods() {
            @Override
            public Optional<String> instructions(Caller caller) {
                return parts.stream()
                        .flatMap(part -> part.instructions(caller).stream())
                        .findFirst();
            }

            @Override
            public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
                for (TreeMethods part : parts) {
                    Optional<Mono<? extends JsonNode>> answer = part.answer(request, call, caller);
                    if (answer.isPresent()) {
                        return answer;
                    }
                }
                return Optional.empty();
            }

            @Override
            public void ended(Caller caller) {
                parts.forEach(part -> part.ended(caller));
            }
        };
    }

    /** What a model is told once about the whole server; empty for what the server of the SDK tells everybody. */
    default Optional<String> instructions(Caller caller) {
        return Optional.empty();
    }

    /**
     * The result, or an McpError as the failure. Empty where the method is not one of these. A cancelled subscription ends the work.
     *
     * @param call takes notifications beside the answer
     */
    Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller);

    /** The session of a caller is over. */
    default void ended(Caller caller) {}
}
