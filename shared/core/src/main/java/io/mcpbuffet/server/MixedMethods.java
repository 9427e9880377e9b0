package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.tool.ToolResult;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Our tools and templates with what other servers offer after them. What is about the others goes to them as it came, and their answers
 * come back as they are.
 *
 * @param own all of ours
 * @param tools those of ours that are about tools
 */
record MixedMethods(TreeMethods own, ToolMethods tools, OtherServers others) implements TreeMethods {
    private static final Logger LOG = LoggerFactory.getLogger(MixedMethods.class);

    /** For errors that the protocol has no code for. */
    private static final int SERVER_ERROR = -32000;

    @Override
    public Optional<String> instructions(Caller caller) {
        return own.instructions(caller);
    }

    @Override
    public void ended(Caller caller) {
        own.ended(caller);
        others.ended(caller);
    }

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        Optional<Mono<? extends JsonNode>> theirs =
                switch (request.method()) {
                    case McpSchema.METHOD_TOOLS_LIST -> list("tools", Json.object(), request, call, caller);
                    case McpSchema.METHOD_PROMPT_LIST -> list("prompts", Json.object(), request, call, caller);
                    case McpSchema.METHOD_RESOURCES_LIST -> list("resources", Json.object(), request, call, caller);
                    case McpSchema.METHOD_RESOURCES_TEMPLATES_LIST ->
                        list("resourceTemplates", Json.object(), request, call, caller);
                    case McpSchema.METHOD_TOOLS_CALL -> tool(request, call, caller);
                    case McpSchema.METHOD_PROMPT_GET,
                            McpSchema.METHOD_RESOURCES_READ,
                            McpSchema.METHOD_COMPLETION_COMPLETE -> plain(request, call, caller);
                    default -> Optional.empty();
                };
        return theirs.isPresent() ? theirs : own.answer(request, call, caller);
    }

    /** @param usual ours, where we have no answer of our own */
    private Optional<Mono<? extends JsonNode>> list(
            String name, ObjectNode usual, Incoming.Request request, Call call, Caller caller) {
        Mono<? extends JsonNode> ours = own.answer(request, call, caller).orElseGet(() -> Mono.just(usual));
        return Optional.of(ours.map(list -> {
            ObjectNode both = Json.object();
            list.properties().forEach(member -> both.set(member.getKey(), member.getValue()));
            ArrayNode items = both.putArray(name);
            list.path(name).forEach(items::add);
            others.listed(request.method(), caller.principal()).forEach(items::add);
            return both;
        }));
    }

    private Optional<Mono<? extends JsonNode>> tool(Incoming.Request request, Call call, Caller caller) {
        JsonNode params = params(request);
        return others.find(request.method(), params, caller.principal())
                .map(asking -> tool(asking, params, call, caller.within(params.path("_meta"))));
    }

    /** What cannot be done is told to the model as the result of the tool. */
    private Mono<ObjectNode> tool(OtherServers.Asking asking, JsonNode params, Call call, Caller caller) {
        Watch.Watched watched = tools.watch().begin(caller, params.path("name").asText(), params.path("arguments"));
        return Mono.fromFuture(admitted(asking, call, caller.traced(watched.traceparent())))
                .doOnNext(result -> watched.ended(outcome(result)))
                .doOnCancel(watched::cancelled)
                .onErrorResume(failure -> failed(failure, call, watched));
    }

    /** A call that is one too many is not sent. */
    private CompletableFuture<ObjectNode> admitted(OtherServers.Asking asking, Call call, Caller caller) {
        try {
            tools.watch().rates().take(caller.principal().name());
        } catch (LakeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return asking.ask(caller, call::notify);
    }

    private Mono<ObjectNode> failed(Throwable failure, Call call, Watch.Watched watched) {
        Throwable cause = cause(failure);
        if (cause instanceof RelayedError error) {
            watched.ended(new ToolResult(Json.object().put("code", "JSON-RPC " + error.code()), "", true));
            return refused(error, call);
        }
        ToolResult shown = tools.failed("A tool of another server", cause);
        watched.ended(shown);
        return Mono.just(ToolMethods.wire(shown, true));
    }

    /** For whoever watches: the text of others is theirs. */
    private static ToolResult outcome(ObjectNode result) {
        boolean isError = result.path("isError").asBoolean();
        return new ToolResult(isError ? Json.object().put("code", "TOOL_ERROR") : Json.object(), "", isError);
    }

    private Optional<Mono<? extends JsonNode>> plain(Incoming.Request request, Call call, Caller caller) {
        return others.find(request.method(), params(request), caller.principal())
                .map(asking -> Mono.fromFuture(asking.ask(caller, call::notify)).onErrorResume(failure -> {
                    Throwable cause = cause(failure);
                    return refused(cause instanceof RelayedError known ? known : error(cause), call);
                }));
    }

    private RelayedError error(Throwable cause) {
        if (cause instanceof LakeException known && known.code() != ErrorCode.INTERNAL) {
            String hint = known.hint().isEmpty() ? "" : ". " + known.hint();
            return RelayedError.of(
                    SERVER_ERROR, tools.redaction().mask(known.code() + ": " + known.getMessage() + hint));
        }
        LOG.error(
                "A request to another server failed inside: {}",
                tools.redaction().trace(cause));
        return RelayedError.of(SERVER_ERROR, "Internal error");
    }

    private static Mono<ObjectNode> refused(RelayedError error, Call call) {
        Object data = error.data().isMissingNode() ? null : error.data();
        return Mono.fromRunnable(() -> call.refuse(new JSONRPCError(error.code(), error.getMessage(), data)));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static JsonNode params(Incoming.Request request) {
        return request.params() == null ? Json.object() : request.params();
    }
}
