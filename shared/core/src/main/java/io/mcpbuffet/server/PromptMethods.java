package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.prompt.Prompt;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Lists the prompts that a principal's tools can serve, fills them in, and completes their arguments. */
record PromptMethods(Desks desks, CallPool pool, Redaction redaction) implements TreeMethods {
    private static final Logger LOG = LoggerFactory.getLogger(PromptMethods.class);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        JsonNode params = request.params() == null ? Json.object() : request.params();
        return switch (request.method()) {
            case McpSchema.METHOD_PROMPT_LIST ->
                Optional.of(Mono.just(list(desk(caller).prompts())));
            case McpSchema.METHOD_PROMPT_GET -> Optional.of(get(desk(caller), params));
            case McpSchema.METHOD_COMPLETION_COMPLETE ->
                params.at("/ref/type").asText().equals("ref/prompt")
                        ? Optional.of(complete(desk(caller), params))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Desk desk(Caller caller) {
        return desks.of(caller.principal());
    }

    private static ObjectNode list(List<Prompt> prompts) {
        ObjectNode out = Json.object();
        ArrayNode array = out.putArray("prompts");
        for (Prompt prompt : prompts) {
            ObjectNode shown = array.addObject()
                    .put("name", prompt.name())
                    .put("title", prompt.title())
                    .put("description", prompt.description());
            ArrayNode arguments = shown.putArray("arguments");
            prompt.arguments().forEach(argument -> arguments
                    .addObject()
                    .put("name", argument.name())
                    .put("description", argument.description())
                    .put("required", argument.required()));
        }
        return out;
    }

    private Mono<ObjectNode> get(Desk desk, JsonNode params) {
        Optional<Prompt> prompt = named(desk, params.path("name").asText());
        if (prompt.isEmpty()) {
            return Mono.error(SdkJson.invalidParams("Unknown prompt; prompts/list names those there are"));
        }
        Map<String, String> given = new LinkedHashMap<>();
        params.path("arguments")
                .properties()
                .forEach(a -> given.put(a.getKey(), a.getValue().asText()));
        return pool.run(() -> filled(prompt.get(), given), DEADLINE, failure -> {
            throw error(failure);
        });
    }

    private static Optional<Prompt> named(Desk desk, String name) {
        return desk.prompts().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static ObjectNode filled(Prompt prompt, Map<String, String> given) {
        ObjectNode out = Json.object().put("description", prompt.description());
        ObjectNode message = out.putArray("messages").addObject().put("role", "user");
        message.putObject("content").put("type", "text").put("text", prompt.text(given));
        return out;
    }

    private McpError error(Throwable failure) {
        if (!(failure instanceof LakeException known) || known.code() == ErrorCode.INTERNAL) {
            LOG.error("A prompt could not be filled in: {}", redaction.trace(failure));
            return McpError.builder(ErrorCodes.INTERNAL_ERROR)
                    .message("Internal error")
                    .build();
        }
        String hint = known.hint().isEmpty() ? "" : ". " + known.hint();
        return SdkJson.invalidParams(redaction.mask(known.getMessage() + hint));
    }

    /** A catalog that does not answer completes nothing. */
    private Mono<ObjectNode> complete(Desk desk, JsonNode params) {
        return pool.run(() -> completed(values(desk, params)), DEADLINE, failure -> {
            LOG.warn("Nothing to complete with: {}", redaction.mask(String.valueOf(failure.getMessage())));
            return completed(List.of());
        });
    }

    private static List<String> values(Desk desk, JsonNode params) {
        String argument = params.at("/argument/name").asText();
        String beginning = params.at("/argument/value").asText();
        return named(desk, params.at("/ref/name").asText()).stream()
                .flatMap(prompt -> prompt.arguments().stream())
                .filter(known -> known.name().equals(argument))
                .findFirst()
                .map(known -> switch (known.completion()) {
                    case NOTHING -> List.<String>of();
                    case TABLE -> desk.resources().references(beginning);
                    case MOMENT ->
                        desk
                                .resources()
                                .moments(params.at("/context/arguments/table").asText())
                                .stream()
                                .filter(moment -> moment.startsWith(beginning))
                                .toList();
                })
                .orElse(List.of());
    }

    private static ObjectNode completed(List<String> values) {
        ObjectNode out = Json.object();
        ObjectNode completion = out.putObject("completion");
        ArrayNode shown = completion.putArray("values");
        values.stream().limit(ResourceBinding.MOST).forEach(shown::add);
        completion.put("total", values.size()).put("hasMore", shown.size() < values.size());
        return out;
    }
}
