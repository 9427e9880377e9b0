package io.mcpbuffet.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Shows tools to the SDK, and answers their calls whatever a handler does. */
record ToolBinding(CallPool pool, Redaction redaction, Limits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(ToolBinding.class);
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    /** What a call may take beyond the time limit of its statement. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** For tools that do not say how long they may take. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    /** The longest time limit that a call can ask for. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    AsyncToolSpecification specification(Tool tool) {
        McpSchema.Tool shown = McpSchema.Tool.builder(tool.name(), map(tool.inputSchema()))
                .title(tool.title())
                .description(tool.description())
                .outputSchema(tool.outputSchema().isEmpty() ? null : map(tool.outputSchema()))
                .annotations(new ToolAnnotations(tool.title(), true, false, tool.idempotent(), tool.openWorld(), null))
                .build();
        Duration deadline = deadline(tool);
        return new AsyncToolSpecification(shown, (exchange, request) -> call(tool, deadline, exchange, request));
    }

    private Duration deadline(Tool tool) {
        boolean asks = tool.inputSchema().path("properties").has("timeout_seconds");
        Duration own = limits.queryTimeout().plus(GRACE);
        if (asks) {
            return LONGEST.plus(GRACE);
        }
        return own.compareTo(USUAL) > 0 ? own : USUAL;
    }

    private Mono<CallToolResult> call(
            Tool tool, Duration deadline, McpAsyncServerExchange exchange, CallToolRequest request) {
        CallContext context = new CallContext(
                ProgressSender.of(exchange, request.meta()), Instant.now().plus(deadline));
        return pool.run(
                () -> {
                    JsonNode arguments = Json.MAPPER.valueToTree(request.arguments());
                    return result(tool, tool.handler().call(arguments, context));
                },
                deadline,
                failure -> result(tool, failed(tool, failure)));
    }

    private ToolResult failed(Tool tool, Throwable failure) {
        if (failure instanceof LakeException known && known.code() != ErrorCode.INTERNAL) {
            return ToolResult.error(known);
        }
        LOG.error("{} failed: {}", tool.name(), redaction.trace(failure));
        return ToolResult.error(LakeException.of(ErrorCode.INTERNAL, "Defect"));
    }

    private CallToolResult result(Tool tool, ToolResult result) {
        ToolResult shown = result.isError() ? masked(result) : result;
        boolean structured =
                !tool.outputSchema().isEmpty() && !shown.structured().isEmpty();
        String text = shown.text().isEmpty() ? Json.write(shown.structured()) : shown.text();
        CallToolResult.Builder out =
                CallToolResult.builder().addTextContent(text).isError(shown.isError());
        return (structured ? out.structuredContent(shown.structured()) : out).build();
    }

    private ToolResult masked(ToolResult result) {
        ObjectNode structured = result.structured().deepCopy();
        result.structured().properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                structured.put(field.getKey(), redaction.mask(field.getValue().textValue()));
            }
        });
        return new ToolResult(structured, redaction.mask(result.text()), true);
    }

    private static Map<String, Object> map(ObjectNode schema) {
        return Json.MAPPER.convertValue(schema, MAP);
    }
}
