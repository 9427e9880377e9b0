package io.mcpbuffet.search;

import io.mcpbuffet.error.LakeException;
import java.util.Optional;

/**
 * How much of a catalog is in the index.
 *
 * @param tables that are known at least by name
 * @param whole those of them whose columns are known
 * @param reading more may come: the catalog is being read
 * @param failure why the catalog could not be read to its end
 * @param unread why some of its tables are known by name only
 */
public record Coverage(
        String catalog,
        int tables,
        int whole,
        boolean reading,
        Optional<LakeException> failure,
        Optional<LakeException> unread) {
    /** Whether every table of the catalog is searched by all that is known about it. */
    public boolean complete() {
        return !reading && failure.isEmpty() && unread.isEmpty();
    }
}
