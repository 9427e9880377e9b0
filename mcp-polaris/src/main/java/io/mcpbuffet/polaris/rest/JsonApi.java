package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What a server has besides Iceberg's protocol, asked with the same identity. Safe for use by many threads. */
final class JsonApi {
    private final CatalogClient client;

    JsonApi(CatalogClient client) {
        this.client = client;
    }

    /** {@code path} is encoded and has no slash at its start. NOT_FOUND where nothing is there. */
    JsonNode get(String path, Map<String, String> query) {
        return client.get(path, query, JsonAnswer.class, Map.of(), refusal -> {})
                .json();
    }
}
