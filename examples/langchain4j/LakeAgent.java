///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS dev.langchain4j:langchain4j:1.18.1
//DEPS dev.langchain4j:langchain4j-mcp:1.18.1-beta28
//DEPS dev.langchain4j:langchain4j-open-ai:1.18.1

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LangChain4j agent over a lakehouse. See ../README.md.
 *
 * <pre>jbang LakeAgent.java ../scenarios.json analytics ../../buffet demo --serve</pre>
 *
 * With OPENAI_API_KEY set, that model answers the question of the scenario. Without it a scripted model does, which needs neither key nor
 * network.
 */
public class LakeAgent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES = 14;

    interface Assistant {
        String chat(String question);
    }

    /** Says what the scenario says; {{2:regex}} stands for the first group that took part, in the second result. */
    static final class ScriptedModel implements ChatModel {
        private static final Pattern PLACE = Pattern.compile("\\{\\{(\\d+):(.+?)}}(?!})", Pattern.DOTALL);
        private final JsonNode script;

        ScriptedModel(JsonNode script) {
            this.script = script;
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            List<String> results = request.messages().stream()
                    .filter(ToolExecutionResultMessage.class::isInstance)
                    .map(message -> ((ToolExecutionResultMessage) message).text())
                    .toList();
            JsonNode step = script.path("steps").path(results.size());
            AiMessage message = step.isMissingNode()
                    ? AiMessage.from(filled(script.path("answer").asText(), results))
                    : AiMessage.from(call(step, results));
            return ChatResponse.builder().aiMessage(message).build();
        }

        private static ToolExecutionRequest call(JsonNode step, List<String> results) {
            ObjectNode arguments = step.path("arguments").deepCopy();
            step.path("arguments").properties().forEach(argument -> {
                if (argument.getValue().isTextual()) {
                    arguments.put(argument.getKey(), filled(argument.getValue().asText(), results));
                }
            });
            return ToolExecutionRequest.builder()
                    .id("call-" + results.size())
                    .name(step.path("tool").asText())
                    .arguments(arguments.toString())
                    .build();
        }

        private static String filled(String text, List<String> results) {
            return PLACE.matcher(text).replaceAll(place -> {
                String result = results.get(Integer.parseInt(place.group(1)) - 1);
                Matcher match = Pattern.compile(place.group(2)).matcher(result);
                if (!match.find()) {
                    throw new IllegalStateException("Nothing fits " + place.group(2) + ":\n" + result);
                }
                int group = 1;
                while (match.group(group) == null) {
                    group++;
                }
                return Matcher.quoteReplacement(match.group(group));
            });
        }
    }

    /** Prints each call and its result as it goes by. */
    record Noted(ChatModel model) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            var last = request.messages().get(request.messages().size() - 1);
            if (last instanceof ToolExecutionResultMessage result) {
                List<String> lines = result.text().stripTrailing().lines().toList();
                lines.stream().limit(LINES).forEach(line -> System.out.println("    " + line));
                System.out.println(lines.size() > LINES ? "    ... " + (lines.size() - LINES) + " more lines\n" : "");
            }
            ChatResponse response = model.chat(request);
            if (response.aiMessage().hasToolExecutionRequests()) {
                response.aiMessage()
                        .toolExecutionRequests()
                        .forEach(call -> System.out.println("> " + call.name() + " " + call.arguments()));
            }
            return response;
        }
    }

    public static void main(String[] arguments) throws Exception {
        JsonNode script = scenario(Path.of(arguments[0]), arguments[1]);
        List<String> command = List.of(arguments).subList(2, arguments.length);
        String question = script.path("question").asText();
        try (McpClient client = new DefaultMcpClient.Builder()
                .key("lake")
                .transport(new StdioMcpTransport.Builder().command(command).build())
                .initializationTimeout(PATIENCE)
                .toolExecutionTimeout(PATIENCE)
                .build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(new Noted(model(script)))
                    .toolProvider(McpToolProvider.builder().mcpClients(client).build())
                    .build();
            System.out.println("Question: " + question + "\n");
            System.out.println("Answer: " + assistant.chat(question));
        }
    }

    private static JsonNode scenario(Path file, String name) throws Exception {
        for (JsonNode each : JSON.readTree(file.toFile())) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("There is no scenario '" + name + "' in " + file);
    }

    /** By its name, so that the scripted run needs no library of a provider. */
    private static ChatModel model(JsonNode script) throws Exception {
        String key = System.getenv("OPENAI_API_KEY");
        if (key == null) {
            return new ScriptedModel(script);
        }
        Object builder = Class.forName("dev.langchain4j.model.openai.OpenAiChatModel").getMethod("builder").invoke(null);
        builder.getClass().getMethod("apiKey", String.class).invoke(builder, key);
        String name = System.getenv().getOrDefault("MODEL", "gpt-4.1");
        builder.getClass().getMethod("modelName", String.class).invoke(builder, name);
        return (ChatModel) builder.getClass().getMethod("build").invoke(builder);
    }
}
