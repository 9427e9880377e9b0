package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pages over one or more listings of Glue, one after the other, of which only the page in hand is held. A page goes on through empty
 * answers; a token that comes again, or very many empty answers, end it with UNAVAILABLE.
 */
final class Chunks<T> {
    private static final int MAX_EMPTY = 200;

    private final String what;
    private final List<Source<T>> sources;

    /** A listing by tokens. The answer may have more items than asked for. */
    interface Source<T> {
        Chunk<T> read(Optional<String> token, int max);
    }

    /** @param what is listed, for messages */
    Chunks(String what, List<Source<T>> sources) {
        this.what = what;
        this.sources = List.copyOf(sources);
    }

    /** Where a page begins: in which listing, after how many items of the answer to a token. */
    private record Position(int source, int skip, Optional<String> token) {
        static Position read(String cursor) {
            String[] parts = cursor.split(":", 3);
            try {
                int source = Integer.parseUnsignedInt(parts[0]);
                int skip = Integer.parseUnsignedInt(parts[1]);
                return new Position(source, skip, Optional.of(parts[2]).filter(token -> !token.isEmpty()));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "The cursor is not one of this listing", e);
            }
        }

        String write() {
            return source + ":" + skip + ":" + token.orElse("");
        }
    }

    Page<T> page(PageRequest request) {
        Position at = request.cursor().map(Position::read).orElse(new Position(0, 0, Optional.empty()));
        List<T> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int empty = 0;
        while (at.source() < sources.size() && items.size() < request.size()) {
            Chunk<T> chunk = read(at, request.size() - items.size() + at.skip());
            List<T> rest = chunk.items()
                    .subList(
                            Math.min(at.skip(), chunk.items().size()),
                            chunk.items().size());
            int taken = Math.min(rest.size(), request.size() - items.size());
            items.addAll(rest.subList(0, taken));
            empty = taken == 0 ? empty + 1 : 0;
            if (taken < rest.size()) {
                return new Page<>(items, Optional.of(new Position(at.source(), at.skip() + taken, at.token()).write()));
            }
            at = next(at, chunk, seen, empty);
        }
        return new Page<>(items, at.source() < sources.size() ? Optional.of(at.write()) : Optional.empty());
    }

    /** Hands all items over, an answer at a time. */
    void forEach(Consumer<T> use) {
        Position at = new Position(0, 0, Optional.empty());
        Set<String> seen = new HashSet<>();
        int empty = 0;
        while (at.source() < sources.size()) {
            Chunk<T> chunk = read(at, Integer.MAX_VALUE);
            chunk.items().forEach(use);
            empty = chunk.items().isEmpty() ? empty + 1 : 0;
            at = next(at, chunk, seen, empty);
        }
    }

    private Chunk<T> read(Position at, int max) {
        if (Thread.currentThread().isInterrupted()) {
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled while " + what + " were listed");
        }
        return sources.get(at.source()).read(at.token(), max);
    }

    private Position next(Position at, Chunk<T> chunk, Set<String> seen, int empty) {
        if (chunk.token().isEmpty()) {
            return new Position(at.source() + 1, 0, Optional.empty());
        }
        String token = chunk.token().get();
        at.token().ifPresent(seen::add);
        if (!seen.add(token)) {
            throw LakeException.of(ErrorCode.UNAVAILABLE, "Glue gave the same page token twice for " + what)
                    .hint("The listing has no end; try again later");
        }
        if (empty > MAX_EMPTY) {
            throw LakeException.of(
                    ErrorCode.UNAVAILABLE, "Glue gave " + MAX_EMPTY + " empty pages one after the other for " + what);
        }
        return new Position(at.source(), 0, chunk.token());
    }
}
