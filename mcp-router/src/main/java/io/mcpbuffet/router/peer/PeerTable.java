package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table as another server describes it, read page by page. */
final class PeerTable {
    private PeerTable() {}

    static TableInfo read(Peer peer, PeerNames names, TableRef table, AsOf asOf) {
        ObjectNode arguments = Json.object().put("table", PeerNames.quoted(names.there(table)));
        String moment = Moments.text(asOf);
        if (!moment.isEmpty()) {
            arguments.put("as_of", moment);
        }
        ObjectNode first = peer.call("describe", arguments);
        List<Field> columns = new ArrayList<>();
        ObjectNode page = first;
        add(page, columns);
        Optional<String> next = Wire.text(page, "next_cursor");
        while (next.isPresent()) {
            page = peer.call("describe", arguments.deepCopy().put("cursor", next.get()));
            add(page, columns);
            next = Wire.text(page, "next_cursor");
        }
        return info(first, names, columns);
    }

    private static void add(JsonNode page, List<Field> columns) {
        page.path("columns")
                .forEach(line -> columns.add(new Field(
                        Wire.small(line, "id"),
                        line.path("name").asText(),
                        TypeText.parse(line.path("type").asText()),
                        !line.path("nullable").asBoolean(true),
                        Wire.text(line, "comment"),
                        Optional.empty())));
    }

    private static TableInfo info(JsonNode found, PeerNames names, List<Field> columns) {
        Optional<Snapshot> snapshot = found.path("snapshot").isObject()
                ? Optional.of(Wire.snapshot(found.path("snapshot")))
                : Optional.empty();
        List<String> warnings = new ArrayList<>(Wire.texts(found.path("warnings")));
        warnings.removeIf(warning -> warning.matches("Columns \\d+ to \\d+ of \\d+ are shown"));
        return new TableInfo(
                names.here(TableRef.parse(found.path("table").asText())),
                TableKind.valueOf(found.path("kind").asText().toUpperCase(Locale.ROOT)),
                Wire.text(found, "format"),
                Wire.text(found, "location"),
                Wire.text(found, "comment"),
                columns,
                Wire.texts(found.path("partitioning")),
                Wire.texts(found.path("sort_order")),
                Wire.texts(found.path("primary_key")),
                Wire.number(found, "row_count"),
                Wire.number(found, "size_bytes"),
                snapshot,
                Wire.properties(found.path("properties")),
                warnings);
    }
}
