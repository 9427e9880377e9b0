package io.mcpbuffet.polaris;

import io.mcpbuffet.error.LakeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in a listing that is made of several pages of a server, as a cursor: which part, which page of it, and how many items of the page
 * are behind. It remembers one earlier page token, at growing distances, so that a server whose tokens go round is found out.
 *
 * @param steps pages behind, in this part
 * @param mark an earlier token
 * @param marked steps when the mark was set
 */
record Trail(int part, int offset, String token, int steps, String mark, int marked) {
    private static final int MOST_PAGES = 100_000;

    static Trail start() {
        return new Trail(0, 0, "", 0, "", 0);
    }

    /** INVALID_ARGUMENT for a text that is no cursor of this kind. */
    static Trail parse(Optional<String> cursor) {
        if (cursor.isEmpty()) {
            return start();
        }
        try {
            List<String> parts = List.of(cursor.get().split(":", -1));
            return new Trail(
                    Integer.parseInt(parts.get(0)),
                    Integer.parseInt(parts.get(1)),
                    decoded(parts.get(2)),
                    Integer.parseInt(parts.get(3)),
                    decoded(parts.get(4)),
                    Integer.parseInt(parts.get(5)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw LakeException.of(
                    io.mcpbuffet.error.ErrorCode.INVALID_ARGUMENT, "The cursor is not one of this listing", e);
        }
    }

    String text() {
        return part + ":" + offset + ":" + encoded(token) + ":" + steps + ":" + encoded(mark) + ":" + marked;
    }

    /** Further on in the same page. */
    Trail within(int behind) {
        return new Trail(part, behind, token, steps, mark, marked);
    }

    Trail nextPart() {
        return new Trail(part + 1, 0, "", 0, "", 0);
    }

    /** On the next page; UNAVAILABLE where the server has given that page before. {@code what} is listed. */
    Trail nextPage(String next, String what) {
        if (next.equals(token) || next.equals(mark) || steps >= MOST_PAGES) {
            throw LakeException.unavailable(
                            "The pages of " + what + " do not end: the server gives the same page token again", null)
                    .hint("The server's paging is at fault; ask whoever runs it");
        }
        boolean moves = steps + 1 >= 2 * Math.max(1, marked);
        return new Trail(part, 0, next, steps + 1, moves ? token : mark, moves ? steps + 1 : marked);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
