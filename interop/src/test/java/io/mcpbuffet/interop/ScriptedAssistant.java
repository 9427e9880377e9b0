package io.mcpbuffet.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.client.transport.http.HttpMcpTransport;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An assistant of LangChain4j whose model asks for one call after the other, as it is written. */
final class ScriptedAssistant implements ChatModel {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JsonNode calls;
    private final List<String> tools = new ArrayList<>();
    private final List<String> results = new ArrayList<>();

    private ScriptedAssistant(JsonNode calls) {
        this.calls = calls;
    }

    /** What the model was offered, and what came of each call. */
    record Seen(List<String> tools, List<String> results) {}

    /** What an application asks. */
    interface Assistant {
        String chat(String text);
    }

    static Seen calls(String transport, List<String> target, JsonNode calls) {
        ScriptedAssistant model = new ScriptedAssistant(calls);
        try (McpClient client = new DefaultMcpClient.Builder()
                .key("lake")
                .transport(transport(transport, target))
                .toolExecutionTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build()) {
            AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .toolProvider(McpToolProvider.builder().mcpClients(client).build())
                    .build()
                    .chat("Look around");
        } catch (Exception e) {
            throw new IllegalStateException("The assistant failed", e);
        }
        return new Seen(model.tools, model.results);
    }

    /** The legacy transport is what old clients use, so it is served while there are any. */
    @SuppressWarnings("removal")
    private static McpTransport transport(String transport, List<String> target) {
        return switch (transport) {
            case "http" ->
                new StreamableHttpMcpTransport.Builder()
                        .url(target.get(0))
                        .timeout(PATIENCE)
                        .build();
            case "sse" ->
                new HttpMcpTransport.Builder()
                        .sseUrl(target.get(0))
                        .timeout(PATIENCE)
                        .build();
            default -> new StdioMcpTransport.Builder().command(heard(target)).build();
        };
    }

    /** The client keeps to itself what a server says on its standard error, so that it goes where the search for secrets finds it. */
    private static List<String> heard(List<String> command) {
        List<String> heard = new ArrayList<>(List.of("sh", "-c", "mkdir -p \"${0%/*}\"; exec \"$@\" 2>> \"$0\""));
        heard.add(Programs.MODULE
                .resolve("target/surefire-reports/langchain4j-server.txt")
                .toString());
        heard.addAll(command);
        return heard;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        if (tools.isEmpty()) {
            request.toolSpecifications().stream().map(ToolSpecification::name).forEach(tools::add);
        }
        var last = request.messages().get(request.messages().size() - 1);
        if (last instanceof ToolExecutionResultMessage result) {
            results.add(result.text());
        }
        return ChatResponse.builder()
                .aiMessage(next(calls.path(results.size())))
                .build();
    }

    private AiMessage next(JsonNode call) {
        if (call.isMissingNode()) {
            return AiMessage.from("Done");
        }
        return AiMessage.from(ToolExecutionRequest.builder()
                .id("call-" + results.size())
                .name(call.path("name").asText())
                .arguments(call.path("arguments").toString())
                .build());
    }
}
