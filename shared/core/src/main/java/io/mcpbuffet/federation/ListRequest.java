package io.mcpbuffet.federation;

import java.util.Optional;

/**
 * What to list.
 *
 * @param catalog only this one
 * @param namespace a dotted name, with its catalog or without
 * @param pattern a glob for the name, or for the dotted name, of what is listed
 * @param size items of the page
 * @param position where an earlier page ended
 */
public record ListRequest(
        Optional<String> catalog,
        Optional<String> namespace,
        Optional<String> pattern,
        int size,
        Optional<String> position) {
    public static ListRequest all(int size) {
        return new ListRequest(Optional.empty(), Optional.empty(), Optional.empty(), size, Optional.empty());
    }

    public ListRequest in(String oneCatalog) {
        return new ListRequest(Optional.of(oneCatalog), namespace, pattern, size, position);
    }
}
