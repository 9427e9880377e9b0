package io.mcpbuffet.polaris.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A bearer token with the time it was got and the time it ends, where that is known. */
record Token(String value, Instant since, Optional<Instant> ends) {
    /** A renewal begins this long before the end at most, so that an outage of that length goes unnoticed. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    boolean ended(Instant now) {
        return ends.map(end -> !now.isBefore(end)).orElse(false);
    }

    /** Whether it is early enough to do without a new one. */
    boolean fresh(Instant now) {
        return ends.map(end -> now.isBefore(end.minus(window(end)))).orElse(true);
    }

    private Duration window(Instant end) {
        Duration half = Duration.between(since, end).dividedBy(2);
        return half.compareTo(WINDOW) < 0 ? half : WINDOW;
    }

    @Override
    public String toString() {
        return "***";
    }
}
