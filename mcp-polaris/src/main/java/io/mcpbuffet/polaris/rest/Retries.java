package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Repeats a request that failed in passing, with growing pauses, and gives up while the caller is still there to be told.
 *
 * @param patience no pause ends later than this after the first try
 */
record Retries(Timing timing, int most, Duration patience) {
    static final int MOST = 5;
    /** Below the ten seconds that a listing over several catalogs waits. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 3_000;

    static Retries of(Timing timing) {
        return new Retries(timing, MOST, PATIENCE);
    }

    /** What the request gives; its last failure, with the number of tries, when it keeps failing. */
    <T> T call(Supplier<T> request) {
        Instant end = timing.now().plus(patience);
        for (int tries = 1; ; tries++) {
            try {
                return request.get();
            } catch (RestFailure failure) {
                Duration pause = failure.retryAfter().orElseGet(jitter(tries));
                if (!failure.passing()
                        || tries == most
                        || timing.now().plus(pause).isAfter(end)) {
                    throw failure.after(tries);
                }
                await(pause);
            }
        }
    }

    private static Supplier<Duration> jitter(int tries) {
        long longest = Math.min(FIRST_PAUSE_MS << (tries - 1), LONGEST_PAUSE_MS);
        return () -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private void await(Duration pause) {
        try {
            timing.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled", e);
        }
    }
}
