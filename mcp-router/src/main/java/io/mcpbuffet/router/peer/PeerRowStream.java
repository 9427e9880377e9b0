package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** The rows of one statement, page by page of the {@code query} of another server. */
final class PeerRowStream implements RowStream {
    /** As many as that tool gives at once. */
    private static final int PAGE = 10_000;

    private static final long LONGEST = 600;

    private final Peer peer;
    private final String table;
    private final List<Field> fields;
    private final ObjectNode arguments = Json.object();
    private final long end;
    private boolean over;
    private boolean closed;
    private Future<?> running;

    PeerRowStream(Peer peer, String table, String sql, String asOf, List<Field> fields, Duration timeout) {
        this.peer = peer;
        this.table = table;
        this.fields = fields;
        this.end = System.nanoTime() + timeout.toNanos();
        arguments.put("sql", sql).put("max_rows", PAGE);
        if (!asOf.isEmpty()) {
            arguments.put("as_of", asOf);
        }
    }

    @Override
    public Optional<RowBatch> next() {
        while (!over) {
            ObjectNode page = page();
            Optional<String> cursor = Wire.text(page, "next_cursor");
            check(page, cursor);
            over = cursor.isEmpty();
            cursor.ifPresent(next -> arguments.put("cursor", next));
            List<JsonNode> rows = new ArrayList<>(page.path("rows").size());
            page.path("rows").forEach(rows::add);
            if (!rows.isEmpty()) {
                return Optional.of(batch(rows));
            }
        }
        return Optional.empty();
    }

    private ObjectNode page() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw LakeException.of(ErrorCode.TIMED_OUT, "The rows of " + table + " did not come in time")
                    .hint("Raise timeout_seconds or ask for less");
        }
        arguments.put("timeout_seconds", seconds(left));
        return peer.exactRows(arguments, left, this::sent);
    }

    private synchronized void sent(Future<?> call) {
        running = call;
        if (closed) {
            call.cancel(true);
        }
    }

    /** At least one, and no more than the tool takes. */
    static long seconds(Duration time) {
        return Math.max(1, Math.min(LONGEST, (time.toMillis() + 999) / 1000));
    }

    /** A cut leaf would make a wrong answer, so there is none. */
    private void check(JsonNode page, Optional<String> cursor) {
        if (page.path("truncated").asBoolean() && cursor.isEmpty()) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "The server '" + peer.name() + "' keeps no more of the rows of " + table
                                    + " than it has sent")
                    .hint("Filter or aggregate that table more, or ask its own engine about it alone");
        }
        for (JsonNode warning : page.path("warnings")) {
            if (warning.asText().startsWith("Cells of column")) {
                throw LakeException.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The server '" + peer.name() + "' cuts values of " + table + ": " + warning.asText());
            }
        }
    }

    private RowBatch batch(List<JsonNode> rows) {
        List<RowBatch.Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            columns.add(Cells.column(table, fields.get(i), rows, i));
        }
        return new RowBatch(rows.size(), columns);
    }

    /** What is asked for is withdrawn there. */
    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.cancel(true);
        }
    }
}
