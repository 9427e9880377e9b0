package io.mcpbuffet.federation;

import io.mcpbuffet.error.LakeException;
import java.util.Locale;
import java.util.Optional;

/**
 * How a catalog answered.
 *
 * @param error what is wrong, where it is not up
 */
public record CatalogStatus(String catalog, State state, Optional<LakeException> error) {
    /** Degraded: its answer is late, cut short or refused, though it may be there. Down: it cannot be reached. */
    public enum State {
        UP,
        DEGRADED,
        DOWN;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CatalogStatus up(String catalog) {
        return new CatalogStatus(catalog, State.UP, Optional.empty());
    }

    static CatalogStatus degraded(String catalog, LakeException error) {
        return new CatalogStatus(catalog, State.DEGRADED, Optional.of(error.in(catalog)));
    }

    static CatalogStatus of(String catalog, LakeException error) {
        State state =
                switch (error.code()) {
                    case UNAVAILABLE, AUTH_EXPIRED, PERMISSION_DENIED, NOT_FOUND, INVALID_ARGUMENT -> State.DOWN;
                    default -> State.DEGRADED;
                };
        return new CatalogStatus(catalog, state, Optional.of(error.in(catalog)));
    }
}
