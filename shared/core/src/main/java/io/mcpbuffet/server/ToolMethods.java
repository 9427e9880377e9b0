package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.CallLog;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.OutputForm;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Lists the tools that a principal may use, and answers their calls whatever a handler does. */
record ToolMethods(Desks desks, CallPool pool, Redaction redaction, Limits limits, Watch watch) implements TreeMethods {
    /** Where an answer that is none of an error says what it lacks. */
    private static final List<String> PROBLEMS = List.of("catalogs", "not_searched");

    private static final Logger LOG = LoggerFactory.getLogger(ToolMethods.class);

    /** What a call may take beyond the time limit of its statement. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** For tools that do not say how long they may take. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    /** The longest time limit that a call can ask for. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public Optional<String> instructions(Caller caller) {
        return Optional.of(desks.of(caller.principal()).instructions());
    }

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        return switch (request.method()) {
            case McpSchema.METHOD_TOOLS_LIST -> Optional.of(Mono.just(list(desks.of(caller.principal()), call)));
            case McpSchema.METHOD_TOOLS_CALL -> Optional.of(call(request, call, caller));
            default -> Optional.empty();
        };
    }

    private static ObjectNode list(Desk desk, Call call) {
        return call.extended(Viewer.EXTENSION) ? desk.viewed() : desk.list();
    }

    private Mono<ObjectNode> call(Incoming.Request request, Call call, Caller caller) {
        JsonNode params = request.params() == null ? Json.object() : request.params();
        JsonNode arguments = params.path("arguments");
        if (!params.path("name").isTextual()) {
            return Mono.error(SdkJson.invalidParams("params.name is not the name of a tool"));
        }
        if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
            return Mono.error(SdkJson.invalidParams("params.arguments is not an object"));
        }
        String name = params.path("name").asText();
        Optional<Tool> tool = desks.of(caller.principal()).tool(name);
        return tool.map(known -> run(
                        new Running(known, arguments, call, caller.within(params.path("_meta"))), params.path("_meta")))
                .orElseGet(() -> Mono.error(SdkJson.invalidParams("Unknown tool: " + abbreviated(name))));
    }

    private static String abbreviated(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }

    /** A call of a tool that the principal has. */
    private record Running(Tool tool, JsonNode arguments, Call call, Caller caller) {}

    private Mono<ObjectNode> run(Running running, JsonNode meta) {
        Tool tool = running.tool();
        OutputForm form = desks.of(running.caller().principal()).form();
        Duration deadline = deadline(tool);
        CallContext context = new CallContext(
                ProgressSender.of(running.call(), meta),
                Instant.now().plus(deadline),
                meta.path(CallContext.EXACT).asBoolean());
        Watch.Watched watched = watch.begin(running.caller(), tool.name(), running.arguments());
        String request = running.caller().request();
        return pool.run(
                        () -> CallLog.within(request, watched.traceparent(), () -> {
                            watch.rates().take(running.caller().principal().name());
                            return CallLog.ofTool(
                                    tool.name(),
                                    () -> Objects.requireNonNull(tool.handler().call(running.arguments(), context)));
                        }),
                        deadline,
                        failure -> CallLog.within(request, watched.traceparent(), () -> failed(tool.name(), failure)))
                .doOnNext(watched::ended)
                .doOnCancel(watched::cancelled)
                .map(result -> shown(tool, form, result));
    }

    private Duration deadline(Tool tool) {
        boolean asks = tool.inputSchema().path("properties").has("timeout_seconds");
        Duration own = limits.queryTimeout().plus(GRACE);
        if (asks) {
            return LONGEST.plus(GRACE);
        }
        return own.compareTo(USUAL) > 0 ? own : USUAL;
    }

    ToolResult failed(String tool, Throwable failure) {
        if (failure instanceof LakeException known && known.code() != ErrorCode.INTERNAL) {
            return ToolResult.error(known);
        }
        LOG.error("{} failed: {}", tool, redaction.trace(failure));
        return ToolResult.error(LakeException.of(ErrorCode.INTERNAL, "Defect"));
    }

    private ObjectNode shown(Tool tool, OutputForm form, ToolResult result) {
        ToolResult shown = form.of(masked(result));
        boolean structured =
                !form.of(tool).outputSchema().isEmpty() && !shown.structured().isEmpty();
        return wire(shown, structured);
    }

    /** As {@code tools/call} answers. */
    static ObjectNode wire(ToolResult shown, boolean structured) {
        ObjectNode out = Json.object();
        out.putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", shown.text().isEmpty() ? Json.write(shown.structured()) : shown.text());
        out.put("isError", shown.isError());
        if (structured) {
            out.set("structuredContent", shown.structured());
        }
        return out;
    }

    /** What it tells of failures; the rest is data, which is answered as it is. */
    private ToolResult masked(ToolResult result) {
        List<ObjectNode> told = new ArrayList<>();
        ObjectNode structured = result.structured().deepCopy();
        if (result.isError()) {
            told.add(structured);
        }
        PROBLEMS.forEach(key -> structured.path(key).forEach(each -> {
            if (each instanceof ObjectNode problem) {
                told.add(problem);
            }
        }));
        if (told.stream().noneMatch(problem -> result.isError() || problem.has("error") || problem.has("reason"))) {
            return result;
        }
        told.forEach(this::mask);
        return new ToolResult(structured, redaction.mask(result.text()), result.isError());
    }

    private void mask(ObjectNode problem) {
        problem.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                field.setValue(TextNode.valueOf(redaction.mask(field.getValue().textValue())));
            }
        });
    }
}
