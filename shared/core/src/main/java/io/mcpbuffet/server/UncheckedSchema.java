package io.mcpbuffet.server;

import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.Map;

/** Checks nothing: tools check their own arguments with better words, and loading a validator takes 200 ms at start. */
final class UncheckedSchema implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object structured) {
        return ValidationResponse.asValid("");
    }

    @Override
    public ValidationResponse validateSchema(Map<String, Object> schema) {
        return ValidationResponse.asValid("");
    }
}
