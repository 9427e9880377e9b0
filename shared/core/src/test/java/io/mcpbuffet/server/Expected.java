package io.mcpbuffet.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.mcpbuffet.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What JSON-RPC says about the answer to a frame, whatever the server thinks of it. */
public final class Expected {
    private static final JsonNode NOBODY = NullNode.getInstance();

    private Expected() {}

    /** The id of the one answer; empty for what gets none. */
    public static Optional<JsonNode> id(byte[] frame) {
        JsonNode message;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
            message = text.isBlank() ? NOBODY : Json.parse(text);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.of(NOBODY);
        }
        JsonNode id = message.path("id");
        boolean decodable = id.isTextual() || id.isIntegralNumber();
        boolean right =
                message.isObject() && "2.0".equals(message.path("jsonrpc").asText());
        boolean named = message.path("method").isTextual();
        if (right && named && id.isMissingNode()) {
            JsonNode params = message.path("params");
            boolean odd = !params.isMissingNode() && !params.isNull() && !params.isObject();
            return odd ? Optional.of(NOBODY) : Optional.empty();
        }
        boolean answers = right && !named && decodable && (message.has("result") || message.has("error"));
        return answers ? Optional.empty() : Optional.of(decodable ? id : NOBODY);
    }
}
