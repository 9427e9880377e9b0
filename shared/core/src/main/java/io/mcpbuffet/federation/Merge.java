package io.mcpbuffet.federation;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import java.util.ArrayList;
import java.util.List;

/** Puts the shares of the catalogs together to one page of a size, in their order. */
final class Merge {
    private final int size;
    private final List<Listing.Item<Object>> items = new ArrayList<>();
    private final List<CatalogStatus> statuses = new ArrayList<>();
    private boolean more;
    private String position = "";

    Merge(int size) {
        this.size = size;
    }

    void add(Parallel.Outcome<Void> outcome, Gathering.State state) {
        String catalog = outcome.catalog().name();
        statuses.add(status(catalog, outcome.error(), state));
        if (more) {
            return;
        }
        int room = size - items.size();
        List<Listing.Item<Object>> taken =
                state.items().subList(0, Math.min(room, state.items().size()));
        taken.forEach(item -> items.add(new Listing.Item<>(full(catalog, item.value()), item.position())));
        if (taken.size() < state.items().size()) {
            more = true;
            position = taken.isEmpty()
                    ? before(state)
                    : taken.get(taken.size() - 1).position();
        } else if (resumable(outcome.error(), state)) {
            more = true;
            position = state.reached().write();
        }
    }

    Listing<Object> listing() {
        return new Listing<>(items, more, position, statuses);
    }

    private static Object full(String catalog, Object item) {
        if (item instanceof NamespaceEntry entry) {
            List<String> levels = new ArrayList<>(List.of(catalog));
            levels.addAll(entry.namespace().levels());
            return new NamespaceEntry(new Namespace(levels), entry.comment());
        }
        return item;
    }

    private static String before(Gathering.State state) {
        return state.start().write();
    }

    /** A catalog that is late but came further goes on in the next page; one that did not is left out of this one, and said so. */
    private static boolean resumable(LakeException error, Gathering.State state) {
        return error != null && error.code() == ErrorCode.TIMED_OUT && state.progressed();
    }

    private static CatalogStatus status(String catalog, LakeException error, Gathering.State state) {
        if (error == null || (error.code() == ErrorCode.NOT_FOUND && !state.progressed())) {
            return CatalogStatus.up(catalog);
        }
        return state.progressed() || error.code() == ErrorCode.TIMED_OUT
                ? CatalogStatus.degraded(catalog, error)
                : CatalogStatus.of(catalog, error);
    }
}
