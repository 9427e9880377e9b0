package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Figures of columns as another server has them, read page by page. */
final class PeerFigures {
    private PeerFigures() {}

    static TableFigures read(Peer peer, PeerNames names, TableRef table, AsOf asOf, List<String> wanted) {
        ObjectNode arguments = Json.object().put("table", PeerNames.quoted(names.there(table)));
        String moment = Moments.text(asOf);
        if (!moment.isEmpty()) {
            arguments.put("as_of", moment);
        }
        if (!wanted.isEmpty()) {
            wanted.forEach(arguments.putArray("columns")::add);
        }
        JsonNode first = peer.call("profile", arguments);
        List<OfColumn> columns = new ArrayList<>();
        JsonNode page = first;
        add(page, columns);
        for (Optional<String> next = Wire.text(page, "next_cursor");
                next.isPresent();
                next = Wire.text(page, "next_cursor")) {
            page = peer.call("profile", arguments.deepCopy().put("cursor", next.get()));
            add(page, columns);
        }
        Optional<Snapshot> snapshot = first.path("snapshot").isObject()
                ? Optional.of(Wire.snapshot(first.path("snapshot")))
                : Optional.empty();
        return new TableFigures(snapshot, figure(first, "row_count"), Wire.number(first, "files"), columns);
    }

    private static void add(JsonNode page, List<OfColumn> columns) {
        page.path("columns")
                .forEach(line -> columns.add(new OfColumn(
                        line.path("name").asText(),
                        line.path("type").asText(),
                        figure(line, "null_count"),
                        figure(line, "nan_count"),
                        figure(line, "min"),
                        figure(line, "max"),
                        figure(line, "distinct"),
                        figure(line, "size_bytes"))));
    }

    private static Optional<Figure> figure(JsonNode node, String field) {
        JsonNode figure = node.path(field);
        return figure.isObject()
                ? Optional.of(new Figure(
                        Wire.value(figure.path("value")),
                        figure.path("exact").asBoolean(),
                        figure.path("source").asText()))
                : Optional.empty();
    }
}
