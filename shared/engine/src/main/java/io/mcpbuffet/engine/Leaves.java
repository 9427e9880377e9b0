package io.mcpbuffet.engine;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.bind.Narrowed;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.model.PinnedTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a query whose rows other systems send. */
record Leaves(Limits limits) {
    Map<String, RowFeed> feeds(List<Planned> planned, Duration timeout) {
        Map<String, RowFeed> feeds = new LinkedHashMap<>();
        for (Planned each : planned) {
            each.rows().ifPresent(rows -> feeds.put(each.source().view(), feed(each, rows, timeout)));
        }
        return feeds;
    }

    private RowFeed feed(Planned planned, Narrowed rows, Duration timeout) {
        return new RowFeed(
                name(planned),
                rows.key().isPresent(),
                keys -> rows.open(keys, timeout),
                limits.leafRows(),
                limits.leafBytes());
    }

    /** What each source is sent, below a plan. */
    static String text(List<Planned> planned) {
        StringBuilder text = new StringBuilder();
        for (Planned each : planned) {
            each.rows().ifPresent(rows -> text.append("\nRows of ")
                    .append(name(each))
                    .append(" come by: ")
                    .append(rows.text()));
        }
        return text.toString();
    }

    private static String name(Planned planned) {
        return planned.source()
                .table()
                .map(PinnedTable::table)
                .map(Object::toString)
                .orElseThrow();
    }
}
