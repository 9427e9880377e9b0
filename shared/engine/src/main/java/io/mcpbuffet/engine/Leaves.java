package io.mcpbuffet.engine;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.spi.PinnedRows;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a query whose rows other systems send. */
record Leaves(Limits limits) {
    Map<String, RowFeed> feeds(List<Planned> planned, Duration timeout) {
        Map<String, RowFeed> feeds = new LinkedHashMap<>();
        for (Planned each : planned) {
            each.leaf().ifPresent(leaf -> feeds.put(each.source().view(), feed(each, leaf, timeout)));
        }
        return feeds;
    }

    private RowFeed feed(Planned planned, PinnedRows.Leaf leaf, Duration timeout) {
        return new RowFeed(name(planned), false, keys -> leaf.open(timeout), limits.leafRows(), limits.leafBytes());
    }

    /** What each source is sent, below a plan. */
    static String text(List<Planned> planned) {
        StringBuilder text = new StringBuilder();
        for (Planned each : planned) {
            each.leaf().ifPresent(leaf -> text.append("\nRows of ")
                    .append(name(each))
                    .append(" come by: ")
                    .append(leaf.text()));
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
