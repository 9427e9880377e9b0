package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;

/**
 * Tools and a prompt that ask for input by their results, in one round or several.
 *
 * @param inputs what each asks for, round by round
 */
record ConformanceInputs(JsonNode inputs) implements TreeMethods {
    /** What a client has to be able to for each kind of request. */
    private static final Map<String, String> CAPABILITIES =
            Map.of("elicitation/create", "elicitation", "sampling/createMessage", "sampling", "roots/list", "roots");

    private static final String FOR_WHAT_IS_DECLARED = "test_input_required_result_capabilities";

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        JsonNode params = request.params() == null ? Json.object() : request.params();
        String name = params.path("name").asText();
        boolean asks = request.method().equals("tools/call") || request.method().equals("prompts/get");
        return asks && inputs.has(name)
                ? Optional.of(Mono.fromSupplier(() -> answer(request.method(), name, params)))
                : Optional.empty();
    }

    private ObjectNode answer(String method, String name, JsonNode params) {
        JsonNode responses = params.path("inputResponses");
        if (params.has("inputResponses") && !responses.isObject()) {
            throw invalid("inputResponses is not an object");
        }
        int round = params.has("requestState")
                ? round(name, params.path("requestState").asText())
                : 0;
        JsonNode asked = inputs.path(name).path(round);
        boolean complete = responses.size() > 0;
        for (var each : asked.properties()) {
            complete &= responses.path(each.getKey()).isObject();
        }
        if (!complete) {
            return ask(name, round, params);
        }
        return inputs.path(name).has(round + 1) ? ask(name, round + 1, params) : done(method, responses);
    }

    private ObjectNode ask(String name, int round, JsonNode params) {
        JsonNode able = params.path("_meta").path("io.modelcontextprotocol/clientCapabilities");
        ObjectNode result = Json.object().put("resultType", "input_required");
        ObjectNode requests = result.putObject("inputRequests");
        inputs.path(name).path(round).properties().forEach(each -> {
            String method = each.getValue().path("method").asText();
            if (!name.equals(FOR_WHAT_IS_DECLARED) || able.has(CAPABILITIES.get(method))) {
                requests.set(each.getKey(), each.getValue());
            }
        });
        return result.put("requestState", round + "." + seal(name + round));
    }

    private static ObjectNode done(String method, JsonNode responses) {
        String text = "state-ok " + Json.write(responses);
        ObjectNode result = Json.object();
        ObjectNode content = Json.object().put("type", "text").put("text", text);
        if (method.equals("prompts/get")) {
            result.putArray("messages").addObject().put("role", "user").set("content", content);
            return result;
        }
        result.putArray("content").add(content);
        return result;
    }

    private static int round(String name, String state) {
        String[] parts = state.split("\\.", 2);
        if (parts.length != 2
                || !parts[0].matches("\\d")
                || !seal(name + parts[0]).equals(parts[1])) {
            throw invalid("requestState was not made by this server");
        }
        return Integer.parseInt(parts[0]);
    }

    private static String seal(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("a key of this test".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static McpError invalid(String text) {
        return McpError.builder(ErrorCodes.INVALID_PARAMS).message(text).build();
    }
}
