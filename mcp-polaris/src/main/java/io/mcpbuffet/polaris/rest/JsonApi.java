package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.iceberg.rest.ErrorHandlers;

/** Another API of the same server, asked with the same identity. Safe for use by many threads. */
public final class JsonApi {
    private final CatalogClient client;

    JsonApi(CatalogClient client) {
        this.client = client;
    }

    /** {@code path} is encoded and has no slash at its start. */
    public JsonNode get(String path, Map<String, String> query) {
        return client.get(path, query, JsonAnswer.class, Map.of(), ErrorHandlers.defaultErrorHandler())
                .json();
    }
}
