package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.iceberg.rest.RESTResponse;

/** An answer that Iceberg has no class for. */
public record JsonAnswer(JsonNode json) implements RESTResponse {
    @Override
    public void validate() {}

    /** Why a server refused: Iceberg's error model, that of OAuth2, or a few words. The type is null where none is given. */
    record Refusal(String type, String message) {
        static Refusal of(Answer answer) {
            try {
                JsonNode error =
                        answer.json() ? Wire.MAPPER.readTree(answer.body()).path("error") : Wire.MAPPER.missingNode();
                if (error.isObject()) {
                    return new Refusal(
                            error.path("type").asText(null),
                            error.path("message").asText("no reason given"));
                }
                return new Refusal(null, error.asText("no reason given"));
            } catch (IOException e) {
                return new Refusal(null, "no reason given");
            }
        }
    }
}
