package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements over tables of one other server, sent there as they are but for the name of the catalog. Safe for use by many threads. */
record PeerEngine(Peer peer, PeerNames names) {
    private static final int MOST_ROWS = 10_000;

    QueryResult run(Query query, Progress progress) {
        Optional<Kept> kept = query.cursor().map(Kept::read);
        String moment = kept.map(Kept::asOf).orElseGet(() -> Moments.text(query.asOf()));
        ObjectNode arguments = arguments(query.sql(), moment)
                .put("max_rows", Math.max(1, Math.min(MOST_ROWS, query.maxRows())))
                .put("timeout_seconds", PeerRowStream.seconds(query.timeout()));
        kept.ifPresent(rest -> arguments.put("cursor", rest.cursor()));
        JsonNode answer = query.exact()
                ? peer.exactRows(arguments, query.timeout(), sent -> {})
                : peer.query(arguments, query.timeout(), progress);
        return result(answer, moment);
    }

    /** Where a result goes on: there it is bound to the moment as it was first written. */
    private record Kept(String asOf, String cursor) {
        static Kept read(String text) {
            int line = text.indexOf('\n');
            if (line < 0) {
                throw LakeException.notFound("The cursor is none of this catalog");
            }
            return new Kept(text.substring(0, line), text.substring(line + 1));
        }

        String write() {
            return asOf + '\n' + cursor;
        }
    }

    private ObjectNode arguments(String sql, String moment) {
        ObjectNode arguments = Json.object().put("sql", StatementNames.without(names.catalog(), sql));
        if (!moment.isEmpty()) {
            arguments.put("as_of", moment);
        }
        return arguments;
    }

    private QueryResult result(JsonNode answer, String moment) {
        return new QueryResult(
                new Rows(Wire.columns(answer), Wire.rows(answer)),
                answer.path("truncated").asBoolean(),
                Wire.text(answer, "truncation_reason"),
                Wire.text(answer, "next_cursor").map(cursor -> new Kept(moment, cursor).write()),
                Wire.pinned(answer, "tables", names),
                answer.path("engine").asText(),
                answer.path("elapsed_ms").asLong(),
                Wire.number(answer, "files_read"),
                Wire.number(answer, "bytes_read"),
                Wire.texts(answer.path("warnings")));
    }

    Explanation explain(Query query) {
        JsonNode answer = peer.call("explain", arguments(query.sql(), Moments.text(query.asOf())));
        List<Explanation.Scan> scans = new ArrayList<>();
        answer.path("tables").forEach(line -> scans.add(scan(line)));
        return new Explanation(
                scans,
                answer.path("engine").asText(),
                answer.path("engine_reason").asText(),
                Wire.number(answer, "files"),
                Wire.number(answer, "bytes"),
                Wire.number(answer, "rows_estimate"),
                answer.path("plan").asText(),
                Wire.texts(answer.path("warnings")));
    }

    private Explanation.Scan scan(JsonNode line) {
        return new Explanation.Scan(
                Wire.pinned(line, names),
                Wire.number(line, "files"),
                Wire.number(line, "files_total"),
                Wire.number(line, "bytes"),
                Wire.texts(line.path("filters_pushed")),
                Wire.texts(line.path("filters_left")));
    }
}
