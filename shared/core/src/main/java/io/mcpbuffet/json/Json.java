package io.mcpbuffet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.nio.charset.StandardCharsets;

/** The one set of JSON rules: numbers keep all their digits, names occur once, nesting is bounded, nothing follows a value. */
public final class Json {
    /** Levels of nesting that are read. */
    public static final int MAX_DEPTH = 64;

    /** For reading and writing trees. Safe for use by many threads; not to be reconfigured. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(32 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Fails when the text is not one JSON value, also for a number that is larger than any. */
    public static JsonNode parse(String text) throws JsonProcessingException {
        try {
            return MAPPER.readTree(text);
        } catch (NumberFormatException e) {
            throw new JsonParseException(null, "A number has too many digits in its exponent", e);
        }
    }

    /** INVALID_ARGUMENT when the text is not one JSON value. */
    public static JsonNode read(String text) {
        try {
            return parse(text);
        } catch (JsonProcessingException e) {
            throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "The text is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw LakeException.of(ErrorCode.INTERNAL, "A value cannot be written as JSON", e);
        }
    }

    /** The length of a value as JSON in UTF-8. */
    public static int bytes(JsonNode node) {
        return write(node).getBytes(StandardCharsets.UTF_8).length;
    }
}
