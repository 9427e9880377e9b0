package io.mcpbuffet.federation;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Glob;
import io.mcpbuffet.spi.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The share of one catalog in a page. One thread gathers; another may take what there is at any time, so that a catalog that is late
 * still shows what it gave.
 */
final class Gathering {
    /** Fixed, because a position counts items within a page of this size. */
    private static final int INNER_PAGE = 200;

    private final List<Position> starts;
    private final boolean tables;
    private final Optional<Glob> pattern;
    private final Predicate<Object> filter;
    private final int wanted;
    private final List<Listing.Item<Object>> items = new ArrayList<>();
    private Position start;
    private Position reached;

    /**
     * Of one catalog.
     *
     * @param starts where the listing may begin: the first that the catalog knows
     * @param pattern what the catalog may leave out, where it can
     * @param filter what is left out here
     */
    Gathering(List<Position> starts, boolean tables, Optional<Glob> pattern, Predicate<Object> filter, int wanted) {
        this.starts = List.copyOf(starts);
        this.tables = tables;
        this.pattern = pattern;
        this.filter = filter;
        this.wanted = wanted;
        begin(starts.get(0));
    }

    /** What was gathered by now; {@code start} is the beginning that the catalog knew. */
    record State(List<Listing.Item<Object>> items, Position start, Position reached, boolean progressed) {}

    synchronized State state() {
        return new State(List.copyOf(items), start, reached, !reached.equals(start));
    }

    Void gather(Catalog catalog) {
        for (int i = 0; i < starts.size(); i++) {
            begin(starts.get(i));
            try {
                walk(Walk.from(starts.get(i), catalog, tables, INNER_PAGE, pattern));
                return null;
            } catch (LakeException e) {
                boolean unknown = e.code() == ErrorCode.NOT_FOUND && !state().progressed();
                if (!unknown || i == starts.size() - 1) {
                    throw e;
                }
            }
        }
        return null;
    }

    private void walk(Walk walk) {
        while (!walk.done() && count() < wanted && !Thread.currentThread().isInterrupted()) {
            Optional<Object> item = walk.step().filter(filter);
            keep(item, walk.position());
        }
    }

    private synchronized void begin(Position from) {
        start = from;
        reached = from;
    }

    private synchronized int count() {
        return items.size();
    }

    private synchronized void keep(Optional<Object> item, Position after) {
        reached = after;
        item.ifPresent(value -> items.add(new Listing.Item<>(value, after.write())));
    }
}
