package io.mcpbuffet.federation;

import java.util.List;

/**
 * A page of a listing over catalogs, in the order of the configuration.
 *
 * @param more items may follow the last one
 * @param position where the next page starts, when there is more
 * @param catalogs how each catalog that was asked has answered
 */
public record Listing<T>(List<Item<T>> items, boolean more, String position, List<CatalogStatus> catalogs) {
    public Listing {
        items = List.copyOf(items);
        catalogs = List.copyOf(catalogs);
    }

    /** An item, and the position after it: a page may be cut behind any item. */
    public record Item<T>(T value, String position) {}
}
