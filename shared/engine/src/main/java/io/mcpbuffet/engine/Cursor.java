package io.mcpbuffet.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a kept result goes on, and the tables it was read from, as one opaque text.
 *
 * @param engine the catalog whose own engine keeps it; absent for the engine here
 */
record Cursor(String spool, List<PinnedTable> tables, Optional<String> engine) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Cursor of(String spool, List<PinnedTable> tables) {
        return new Cursor(spool, tables, Optional.empty());
    }

    String write() {
        ObjectNode node = JSON.createObjectNode().put("s", spool);
        engine.ifPresent(name -> node.put("e", name));
        var list = node.putArray("t");
        for (PinnedTable pinned : tables) {
            ObjectNode table = list.addObject().put("n", pinned.table().toString());
            pinned.snapshotId().ifPresent(id -> table.put("i", Long.toString(id)));
            pinned.committedAt().ifPresent(at -> table.put("c", at.toString()));
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Cursor read(String text) {
        try {
            JsonNode node = JSON.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            List<PinnedTable> tables = new ArrayList<>();
            for (JsonNode table : node.path("t")) {
                tables.add(new PinnedTable(
                        TableRef.parse(table.path("n").asText()),
                        table.has("i")
                                ? OptionalLong.of(Long.parseLong(table.path("i").asText()))
                                : OptionalLong.empty(),
                        table.has("c")
                                ? Optional.of(Instant.parse(table.path("c").asText()))
                                : Optional.empty()));
            }
            return new Cursor(
                    node.path("s").asText(),
                    tables,
                    Optional.ofNullable(node.get("e")).map(JsonNode::asText));
        } catch (IllegalArgumentException | JsonProcessingException | DateTimeException e) {
            throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "The cursor is not one of a query", e)
                    .hint("Pass next_cursor of the answer before, unchanged");
        }
    }
}
