package io.mcpbuffet.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Namespace;
import java.util.ArrayList;
import java.util.List;

/** A place in the walk over the namespaces of one catalog: the open listings, outermost first. Without any the walk is over. */
record Position(String catalog, List<Frame> frames) {
    Position {
        frames = List.copyOf(frames);
    }

    /**
     * A listing that is under way.
     *
     * @param cursor of the current page; empty for the first
     * @param index of the next item in that page
     */
    record Frame(boolean tables, Namespace namespace, String cursor, int index) {}

    String write() {
        ArrayNode out = Json.MAPPER.createArrayNode().add(catalog);
        for (Frame frame : frames) {
            ArrayNode each = out.addArray()
                    .add(frame.tables() ? 1 : 0)
                    .add(frame.cursor())
                    .add(frame.index());
            frame.namespace().levels().forEach(each::add);
        }
        return Json.write(out);
    }

    /** INVALID_ARGUMENT when the text is not one that {@link #write} made. */
    static Position read(String text) {
        JsonNode root = Json.read(text);
        List<Frame> frames = new ArrayList<>();
        for (int i = 1; i < root.size(); i++) {
            frames.add(frame(root.get(i)));
        }
        if (!root.path(0).isTextual()) {
            throw LakeException.invalid("The cursor is not one of this listing");
        }
        return new Position(root.path(0).textValue(), frames);
    }

    private static Frame frame(JsonNode node) {
        List<String> levels = new ArrayList<>();
        for (int i = 3; i < node.size(); i++) {
            levels.add(node.get(i).asText());
        }
        return new Frame(
                node.path(0).asInt() == 1,
                new Namespace(levels),
                node.path(1).asText(),
                node.path(2).asInt());
    }
}
