package io.mcpbuffet.polaris.rest;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.rest.RESTRequest;

/** A request to an object store that the catalog is asked to sign. */
public record SignRequest(
        String region, String uri, String method, Map<String, List<String>> headers, Map<String, String> properties)
        implements RESTRequest {
    @Override
    public void validate() {}
}
