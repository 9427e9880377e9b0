package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tools, resources and prompts of {@link ConformanceServer}, as the SDK takes them. */
final class ConformanceParts {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int NO_CAPABILITY = -32021;

    private final SdkJson json;
    private final JsonNode parts;
    private final AtomicReference<McpAsyncServer> server = new AtomicReference<>();

    ConformanceParts(SdkJson json, JsonNode parts) {
        this.json = json;
        this.parts = parts;
    }

    /** What the tools that change the lists change. */
    void changes(McpAsyncServer changed) {
        server.set(changed);
    }

    List<AsyncToolSpecification> tools() {
        List<AsyncToolSpecification> tools = new ArrayList<>();
        parts.path("tools").properties().forEach(each -> {
            ObjectNode definition = each.getValue().deepCopy();
            definition.put("name", each.getKey()).remove("result");
            tools.add(new AsyncToolSpecification(
                    json.convertValue(definition, Tool.class),
                    (exchange, request) -> call(exchange, request, each.getValue())));
        });
        return tools;
    }

    private Mono<CallToolResult> call(McpAsyncServerExchange exchange, CallToolRequest request, JsonNode definition) {
        if (definition.has("result")) {
            return Mono.just(json.convertValue(definition.path("result"), CallToolResult.class));
        }
        return switch (request.name()) {
            case "test_tool_with_logging" ->
                said(each(exchange, "Tool execution started", "Tool processing data", "Tool execution completed"));
            case "test_logging_tool" -> said(each(exchange, "A line"));
            case "test_tool_with_progress" -> said(progress(exchange, request.progressToken()));
            case "test_sampling" ->
                sample(exchange, String.valueOf(request.arguments().get("prompt")));
            case "test_missing_capability" -> sample(exchange, "Hello");
            case "test_trigger_tool_change" -> said(server.get().notifyToolsListChanged());
            case "test_trigger_prompt_change" -> said(server.get().notifyPromptsListChanged());
            default -> elicit(exchange, request);
        };
    }

    private static Mono<CallToolResult> said(Mono<Void> before) {
        return before.then(Mono.fromSupplier(() -> text("Done.")));
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static Mono<Void> each(McpAsyncServerExchange exchange, String... lines) {
        return Flux.just(lines)
                .delayElements(PAUSE)
                .concatMap(line -> exchange.loggingNotification(
                        new LoggingMessageNotification(LoggingLevel.INFO, "conformance", line)))
                .then();
    }

    private static Mono<Void> progress(McpAsyncServerExchange exchange, Object token) {
        return Flux.just(0.0, 50.0, 100.0)
                .delayElements(PAUSE)
                .concatMap(done -> token == null
                        ? Mono.empty()
                        : exchange.progressNotification(ProgressNotification.builder(token, done)
                                .total(100.0)
                                .build()))
                .then();
    }

    private Mono<CallToolResult> sample(McpAsyncServerExchange exchange, String prompt) {
        if (exchange.getClientCapabilities().sampling() == null) {
            return Mono.error(McpError.builder(NO_CAPABILITY)
                    .message("The client cannot sample")
                    .data(Map.of("requiredCapabilities", Map.of("sampling", Map.of())))
                    .build());
        }
        ObjectNode params = Json.object().put("maxTokens", 100);
        params.putArray("messages")
                .addObject()
                .put("role", "user")
                .putObject("content")
                .put("type", "text")
                .put("text", prompt);
        return exchange.createMessage(json.convertValue(params, CreateMessageRequest.class))
                .map(answer -> text("LLM response: "
                        + (answer.content() instanceof TextContent said ? said.text() : answer.content())));
    }

    private Mono<CallToolResult> elicit(McpAsyncServerExchange exchange, CallToolRequest request) {
        ObjectNode params = parts.path("elicitations").path(request.name()).deepCopy();
        if (!params.has("message")) {
            params.put("message", String.valueOf(request.arguments().get("message")));
        }
        return exchange.createElicitation(json.convertValue(params, ElicitFormRequest.class))
                .map(answer -> text("User response: action=" + answer.action() + ", content=" + answer.content()));
    }

    List<AsyncResourceSpecification> resources() {
        List<AsyncResourceSpecification> resources = new ArrayList<>();
        parts.path("resources").forEach(each -> {
            ObjectNode definition = each.deepCopy();
            definition.remove("contents");
            ObjectNode contents = (ObjectNode) each.path("contents").deepCopy();
            contents.put("uri", each.path("uri").asText())
                    .put("mimeType", each.path("mimeType").asText());
            resources.add(new AsyncResourceSpecification(
                    json.convertValue(definition, Resource.class),
                    (exchange, request) -> Mono.just(contents(contents))));
        });
        return resources;
    }

    private ReadResourceResult contents(ObjectNode contents) {
        ObjectNode result = Json.object();
        result.putArray("contents").add(contents);
        return json.convertValue(result, ReadResourceResult.class);
    }

    AsyncResourceTemplateSpecification template() {
        ResourceTemplate template = ResourceTemplate.builder("test://template/{id}/data", "template")
                .description("With an id.")
                .mimeType("application/json")
                .build();
        return new AsyncResourceTemplateSpecification(template, (exchange, request) -> {
            String id = request.uri().replaceAll(".*template/(.*)/data", "$1");
            ObjectNode data =
                    Json.object().put("id", id).put("templateTest", true).put("data", "Data for ID: " + id);
            return Mono.just(contents(Json.object()
                    .put("uri", request.uri())
                    .put("mimeType", "application/json")
                    .put("text", Json.write(data))));
        });
    }

    List<AsyncPromptSpecification> prompts() {
        List<AsyncPromptSpecification> prompts = new ArrayList<>();
        parts.path("prompts").forEach(each -> {
            ObjectNode definition = each.deepCopy();
            definition.remove("messages");
            prompts.add(new AsyncPromptSpecification(
                    json.convertValue(definition, Prompt.class),
                    (exchange, request) -> Mono.just(prompt(each, request))));
        });
        return prompts;
    }

    private GetPromptResult prompt(JsonNode prompt, GetPromptRequest request) {
        ObjectNode result = Json.object();
        String messages = Json.write(prompt.path("messages"));
        if (request.arguments() != null) {
            for (Map.Entry<String, Object> argument : request.arguments().entrySet()) {
                messages = messages.replace("{" + argument.getKey() + "}", String.valueOf(argument.getValue()));
            }
        }
        result.set("messages", Json.read(messages));
        return json.convertValue(result, GetPromptResult.class);
    }

    AsyncCompletionSpecification completion() {
        List<String> all = List.of("paris", "park", "party");
        return new AsyncCompletionSpecification(
                new PromptReference("test_prompt_with_arguments"),
                (exchange, request) ->
                        Mono.just(new CompleteResult(new CompleteResult.CompleteCompletion(all, all.size(), false))));
    }
}
