package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same where tables keep their past states. */
final class PeerHistory extends PeerCatalog implements Snapshots, Metadata, ColumnFigures {
    PeerHistory(Peer peer, String name, Map<String, String> dialects) {
        super(peer, name, dialects);
    }

    private ObjectNode about(TableRef table) {
        return Json.object().put("table", PeerNames.quoted(names().there(table)));
    }

    private ObjectNode page(TableRef table, PageRequest page) {
        ObjectNode arguments = about(table).put("page_size", page.size());
        page.cursor().ifPresent(cursor -> arguments.put("cursor", cursor));
        return arguments;
    }

    @Override
    public Page<Snapshot> snapshots(TableRef table, Filter filter, PageRequest page) {
        ObjectNode arguments = page(table, page);
        filter.ref().ifPresent(ref -> arguments.put("ref", ref));
        filter.since().ifPresent(since -> arguments.put("since", since.toString()));
        filter.until().ifPresent(until -> arguments.put("until", until.toString()));
        JsonNode answer = peer().call("list_snapshots", arguments);
        List<Snapshot> snapshots = new ArrayList<>();
        answer.path("snapshots").forEach(line -> snapshots.add(Wire.snapshot(line)));
        return new Page<>(snapshots, Wire.text(answer, "next_cursor"));
    }

    @Override
    public Optional<Snapshot> resolve(TableRef table, AsOf asOf) {
        return table(table, asOf).snapshot();
    }

    @Override
    public TableFigures figures(TableRef table, AsOf asOf, List<String> columns) {
        return PeerFigures.read(peer(), names(), table, asOf, columns);
    }

    @Override
    public MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page) {
        ObjectNode arguments = page(table, page).put("view", view.word());
        String moment = Moments.text(asOf);
        if (!moment.isEmpty()) {
            arguments.put("as_of", moment);
        }
        JsonNode answer = peer().call("inspect", arguments);
        return new MetadataPage(Wire.columns(answer), new Page<>(Wire.rows(answer), Wire.text(answer, "next_cursor")));
    }
}
