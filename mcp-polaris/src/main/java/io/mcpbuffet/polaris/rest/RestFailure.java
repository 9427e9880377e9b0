package io.mcpbuffet.polaris.rest;

import java.time.Duration;
import java.util.Optional;

/** A request that did not give what was asked for, in terms of the protocol. Stays inside this package. */
final class RestFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    enum Kind {
        /** A status that is no success; {@link #status()} tells which. */
        ANSWERED,
        UNREACHABLE,
        /** Nobody listens there, which a moment does not change. */
        UNCONNECTED,
        TIMED_OUT,
        REDIRECTED,
        NOT_JSON,
        BROKEN,
        TOO_LARGE,
        FORBIDDEN_REQUEST
    }

    private final Kind kind;
    private final int status;
    private final transient Optional<Duration> retryAfter;
    private final int tries;

    private RestFailure(
            Kind kind, int status, String reason, Optional<Duration> retryAfter, int tries, Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
        this.tries = tries;
    }

    static RestFailure of(Kind kind, String reason, Throwable cause) {
        return new RestFailure(kind, 0, reason, Optional.empty(), 1, cause);
    }

    static RestFailure of(Kind kind, int status, String reason) {
        return new RestFailure(kind, status, reason, Optional.empty(), 1, null);
    }

    /** The same with what the server said about when to come back. */
    RestFailure retryAfter(Optional<Duration> after) {
        return new RestFailure(kind, status, getMessage(), after, tries, this);
    }

    /** The same after several tries. */
    RestFailure after(int count) {
        return new RestFailure(kind, status, getMessage(), retryAfter, count, this);
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    int tries() {
        return tries;
    }

    /** Whether the same request may succeed a moment later. All requests only read, so each may be repeated. */
    boolean passing() {
        return switch (kind) {
            case UNREACHABLE, BROKEN -> true;
            case ANSWERED -> status == 429 || status == 409 || (status >= 500 && status != 501);
            case UNCONNECTED, TIMED_OUT, REDIRECTED, NOT_JSON, TOO_LARGE, FORBIDDEN_REQUEST -> false;
        };
    }
}
