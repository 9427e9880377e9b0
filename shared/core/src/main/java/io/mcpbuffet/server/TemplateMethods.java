package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Lists the templates of resources in their order, which the SDK does not keep.
 *
 * @param list as it is answered; not to be changed
 */
record TemplateMethods(ObjectNode list) implements TreeMethods {
    static TemplateMethods of(ResourceBinding tables) {
        ObjectNode list = Json.object();
        ArrayNode templates = list.putArray("resourceTemplates");
        tables.templates().forEach(each -> templates.add(Json.MAPPER.<JsonNode>valueToTree(each.resourceTemplate())));
        return new TemplateMethods(list);
    }

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        return request.method().equals(McpSchema.METHOD_RESOURCES_TEMPLATES_LIST)
                ? Optional.of(Mono.just(list))
                : Optional.empty();
    }
}
