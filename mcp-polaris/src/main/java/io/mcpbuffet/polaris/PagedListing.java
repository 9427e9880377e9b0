package io.mcpbuffet.polaris;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.polaris.rest.RestServer.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listing in parts, such as tables and then views, each paged by the server, as pages of the size that was asked for. Holds one page of the
 * server at a time.
 */
final class PagedListing<T> {
    /** Empty pages are legal, but not without end. */
    private static final int MOST_EMPTY_PAGES = 100;

    private final String what;
    private final List<Part<T>> parts;

    PagedListing(String what, List<Part<T>> parts) {
        this.what = what;
        this.parts = List.copyOf(parts);
    }

    /** One page of a part by its token, the empty one being the first. */
    @FunctionalInterface
    interface Part<T> {
        Listed<T> page(String token, int size);
    }

    /** Everything; LIMIT_EXCEEDED where that is more than {@code most}. */
    List<T> all(int most) {
        List<T> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<T> page = page(new PageRequest(PageRequest.MAX_SIZE, cursor));
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent() && all.size() <= most);
        if (all.size() > most) {
            throw LakeException.of(ErrorCode.LIMIT_EXCEEDED, "There are more than " + most + " of " + what);
        }
        return all;
    }

    Page<T> page(PageRequest request) {
        Trail at = Trail.parse(request.cursor());
        for (int empty = 0; empty < MOST_EMPTY_PAGES; empty++) {
            if (at.part() >= parts.size()) {
                return Page.last(List.of());
            }
            Listed<T> page = parts.get(at.part()).page(at.token(), request.size());
            List<T> rest = page.items()
                    .subList(
                            Math.min(at.offset(), page.items().size()),
                            page.items().size());
            if (rest.size() > request.size()) {
                return new Page<>(
                        new ArrayList<>(rest.subList(0, request.size())),
                        Optional.of(at.within(at.offset() + request.size()).text()));
            }
            at = page.next().isEmpty() ? at.nextPart() : at.nextPage(page.next(), what);
            if (!rest.isEmpty()) {
                return new Page<>(rest, at.part() < parts.size() ? Optional.of(at.text()) : Optional.empty());
            }
        }
        throw LakeException.unavailable(
                "The server gave " + MOST_EMPTY_PAGES + " empty pages of " + what + ", one after the other", null);
    }
}
