package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * A place in a catalog's pages.
 *
 * @param size of the page, which counts while it is only partly shown
 * @param skip items of the page that were shown
 * @param moment the snapshot that all pages are of, empty where they are of none
 * @param inner the catalog's own cursor, empty for the first page
 */
record PagePosition(int size, int skip, String moment, String inner) {
    static PagePosition first(int size, String moment) {
        return new PagePosition(size, 0, moment, "");
    }

    static PagePosition read(String text, int size) {
        String[] parts = text.split(":", 4);
        if (parts.length < 4) {
            throw LakeException.invalid("The cursor is not one of this listing");
        }
        int skip = Integer.parseInt(parts[1]);
        return new PagePosition(skip > 0 ? Integer.parseInt(parts[0]) : size, skip, parts[2], parts[3]);
    }

    String write() {
        return size + ":" + skip + ":" + moment + ":" + inner;
    }

    PageRequest request() {
        return new PageRequest(size, inner.isEmpty() ? Optional.empty() : Optional.of(inner));
    }

    <T> List<T> rest(Page<T> page) {
        return page.items()
                .subList(Math.min(skip, page.items().size()), page.items().size());
    }

    /** The place behind {@code shown} more items of the page; empty at the end. */
    Optional<String> after(Page<?> page, int shown) {
        int done = Math.min(skip, page.items().size()) + shown;
        if (done < page.items().size()) {
            return Optional.of(new PagePosition(size, done, moment, inner).write());
        }
        return page.next().map(next -> new PagePosition(size, 0, moment, next).write());
    }
}
