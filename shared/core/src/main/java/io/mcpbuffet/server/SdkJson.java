package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.IOException;
import java.util.function.Supplier;

/** The JSON of the SDK by our rules. What does not fit the type asked for is an answer of "invalid params". */
final class SdkJson implements McpJsonMapper {
    private final ObjectMapper mapper = Json.MAPPER;

    @Override
    public <T> T convertValue(Object value, Class<T> type) {
        return fitting(() -> mapper.convertValue(value, type));
    }

    @Override
    public <T> T convertValue(Object value, TypeRef<T> type) {
        return fitting(() -> mapper.<T>convertValue(value, mapper.constructType(type.getType())));
    }

    private static <T> T fitting(Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (IllegalArgumentException e) {
            throw invalidParams("The params do not have the form of this method");
        }
    }

    static McpError invalidParams(String text) {
        return McpError.builder(ErrorCodes.INVALID_PARAMS).message(text).build();
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        return mapper.readValue(content, mapper.constructType(type.getType()));
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return mapper.readValue(content, mapper.constructType(type.getType()));
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return mapper.writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return mapper.writeValueAsBytes(value);
    }
}
