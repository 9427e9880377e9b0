package io.mcpbuffet.model;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.List;
import java.util.Optional;

/**
 * How many items at most, and from where.
 *
 * @param cursor one that the same catalog gave as {@link Page#next()} for the same pattern
 * @param pattern what fits it neither by its name nor by its name with those of its namespaces, and of the catalog before them, may be left
 *     out
 */
public record PageRequest(int size, Optional<String> cursor, Optional<Glob> pattern) {
    public static final int MAX_SIZE = 1000;

    public PageRequest {
        if (size < 1 || size > MAX_SIZE) {
            throw LakeException.invalid("page_size " + size + " is not between 1 and " + MAX_SIZE);
        }
    }

    public PageRequest(int size, Optional<String> cursor) {
        this(size, cursor, Optional.empty());
    }

    public static PageRequest first(int size) {
        return new PageRequest(size, Optional.empty());
    }

    /** Pages through a whole list with an offset as cursor: for sources that answer all at once. */
    public <T> Page<T> slice(List<T> all) {
        int from = Math.min(offset(), all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(
                all.subList(from, to), to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    private int offset() {
        try {
            return cursor.map(Integer::parseUnsignedInt).orElse(0);
        } catch (NumberFormatException e) {
            throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "The cursor is not one of this listing", e);
        }
    }
}
