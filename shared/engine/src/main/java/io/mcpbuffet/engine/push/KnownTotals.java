package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.bind.Bound;
import io.mcpbuffet.engine.bind.Pushed;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.bind.Totals;
import io.mcpbuffet.engine.scan.KnownBounds;
import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.RowFilter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables of one statement of which it takes nothing but what their metadata tells exactly. */
final class KnownTotals {
    private final Bound bound;
    private final List<Totals> totals;
    private final Map<String, Long> rows = new HashMap<>();

    KnownTotals(Bound bound) {
        this.bound = bound;
        this.totals = Totals.in(bound);
    }

    /** By their views those of which all rows count. */
    Map<String, Planned> unfiltered() {
        Map<String, Planned> planned = new LinkedHashMap<>();
        for (Totals each : totals) {
            if (!each.filtered()) {
                answer(each, RowFilter.all())
                        .ifPresent(known -> planned.put(each.scan().view(), known));
            }
        }
        return planned;
    }

    /** By their views those of which some rows count. */
    Map<String, Planned> filtered(Map<String, Pushed> pushed) {
        Map<String, Planned> planned = new LinkedHashMap<>();
        for (Totals each : totals) {
            Pushed asked = pushed.getOrDefault(each.scan().view(), Pushed.NOTHING);
            if (each.filtered() && asked.exact()) {
                answer(each, asked.request().filter())
                        .ifPresent(known -> planned.put(each.scan().view(), known));
            }
        }
        return planned;
    }

    private Optional<Planned> answer(Totals asked, RowFilter filter) {
        Optional<ExactValues> values = asked.scan().scan().exact(asked.columns(), filter);
        values.ifPresent(known -> rows.put(asked.scan().view(), known.rows()));
        return values.map(known -> new Planned(
                asked.scan(),
                KnownBounds.relation(asked.scan().view(), asked.scan().schema(), asked.columns(), known),
                OptionalLong.of(0),
                OptionalLong.of(known.files()),
                OptionalLong.of(0),
                filter.equals(RowFilter.all())
                        ? List.of()
                        : filter.conjuncts().stream().map(Object::toString).toList(),
                List.of(),
                Optional.empty()));
    }

    /** The statement over what was answered here. */
    ObjectNode tree() {
        return rows.isEmpty() ? bound.tree() : Totals.rewrite(bound.tree(), rows);
    }
}
