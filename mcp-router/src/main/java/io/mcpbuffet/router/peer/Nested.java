package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Lists, structs and maps of the wire as the JSON that the engine makes values of. */
final class Nested {
    private Nested() {}

    static boolean is(DataType type) {
        return type instanceof DataType.ListOf || type instanceof DataType.Struct || type instanceof DataType.MapOf;
    }

    static JsonNode json(DataType type, JsonNode cell) throws IOException {
        if (cell.isNull() || cell.isMissingNode()) {
            return NullNode.getInstance();
        }
        if (type instanceof DataType.ListOf list) {
            ArrayNode out = Json.MAPPER.createArrayNode();
            for (JsonNode each : cell) {
                out.add(json(list.element().type(), each));
            }
            return out;
        }
        if (type instanceof DataType.Struct struct) {
            ObjectNode out = Json.object();
            for (Field field : struct.fields()) {
                out.set(field.name(), json(field.type(), cell.path(field.name())));
            }
            return out;
        }
        if (type instanceof DataType.MapOf map) {
            ObjectNode out = Json.object();
            for (JsonNode entry : cell) {
                String key = json(map.key().type(), entry.path("key")).asText();
                out.set(key, json(map.value().type(), entry.path("value")));
            }
            return out;
        }
        return isBinary(type) ? TextNode.valueOf(text(cell.binaryValue())) : cell;
    }

    private static boolean isBinary(DataType type) {
        return type instanceof DataType.Fixed
                || (type instanceof DataType.Scalar scalar && scalar.kind() == DataType.Kind.BINARY);
    }

    /** The engine takes the bytes of a text for a binary value inside of another, so there are only those that are a text. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
