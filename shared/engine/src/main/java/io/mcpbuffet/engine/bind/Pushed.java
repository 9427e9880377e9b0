package io.mcpbuffet.engine.bind;

import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement asks of one reference to a table.
 *
 * @param left conditions on the table that only the engine understands, as it writes them
 * @param exact the filter is true for those rows alone that an aggregate over the table takes
 */
public record Pushed(ScanRequest request, List<String> left, boolean exact) {
    /** Everything is asked for. */
    public static final Pushed NOTHING = new Pushed(ScanRequest.ALL, List.of(), false);

    public Pushed {
        left = List.copyOf(left);
    }

    /** The conditions that a source applies. */
    public List<String> used(RowFilter applied) {
        return applied.conjuncts().stream().map(Object::toString).toList();
    }

    /** The conditions that a source leaves, and those that it was not told. */
    public List<String> left(RowFilter applied) {
        List<String> all = new ArrayList<>();
        request.filter().conjuncts().stream()
                .filter(filter -> !applied.conjuncts().contains(filter))
                .forEach(filter -> all.add(filter.toString()));
        all.addAll(left);
        return all;
    }
}
