package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Calls tools as a client does, with arguments as JSON in which {@code '} stands for the double quote. */
record Called(List<Tool> tools) {
    /** A good answer. */
    JsonNode ok(String tool, String arguments) {
        ToolResult result = call(tool, arguments);
        assertThat(result.isError()).as(result.text()).isFalse();
        return result.structured();
    }

    /** The text of a good answer. */
    String text(String tool, String arguments) {
        ToolResult result = call(tool, arguments);
        assertThat(result.isError()).as(result.text()).isFalse();
        return result.text();
    }

    /** The problem of a refused call; the text must tell the same. */
    JsonNode refused(String tool, String arguments) {
        ToolResult result = call(tool, arguments);
        assertThat(result.isError()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains(
                        result.structured().path("code").asText(),
                        result.structured().path("message").asText());
        return result.structured();
    }

    /** All items of all pages, following the cursors to the end. */
    List<JsonNode> pages(String tool, String arguments, String list) {
        List<JsonNode> all = new ArrayList<>();
        ObjectNode next = (ObjectNode) Json.read(arguments.replace('\'', '"'));
        while (true) {
            JsonNode page = ok(tool, Json.write(next));
            page.path(list).forEach(all::add);
            if (!page.has("next_cursor")) {
                return all;
            }
            assertThat(page.path(list)).as("a page before another is not empty").isNotEmpty();
            next.put("cursor", page.path("next_cursor").asText());
        }
    }

    private ToolResult call(String tool, String arguments) {
        Tool found =
                tools.stream().filter(t -> t.name().equals(tool)).findFirst().orElseThrow();
        return found.handler().call(Json.read(arguments.replace('\'', '"')), CallContext.NONE);
    }
}
