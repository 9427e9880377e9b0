package io.mcpbuffet.router.remote;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps calls from a server that does not work: after a failure to start, or after several that were useful for nothing, it is left alone
 * for a while, which doubles with each further failure. Safe for use by many threads.
 */
final class Health {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Ends of a server in service that are borne without a pause, while it has done nothing between them. */
    private static final int BORNE = 3;

    private final String name;
    private int failures;
    private long next;
    private String reason = "";

    Health(String name) {
        this.name = name;
    }

    /** Why no session is to be opened now; empty where one may. After a pause one may try at a time. */
    synchronized Optional<LakeException> refusal() {
        long left = next - System.nanoTime();
        if (failures == 0 || left <= 0) {
            return Optional.empty();
        }
        long seconds = Math.max(1, Duration.ofNanos(left).toSeconds());
        return Optional.of(
                LakeException.of(ErrorCode.UNAVAILABLE, "The server '" + name + "' is unavailable: " + reason)
                        .hint("The next try is in " + seconds + " seconds"));
    }

    /** It did not start. */
    synchronized void notStarted(String why) {
        failed(why);
        pause();
    }

    /** It went before it had answered anything. */
    synchronized void useless(String why) {
        failed(why);
        if (failures > BORNE) {
            pause();
        }
    }

    private void failed(String why) {
        failures++;
        reason = why;
        next = System.nanoTime();
    }

    /** With jitter, so that many clients do not come at the same moment. */
    private void pause() {
        long pause = FIRST_PAUSE.toNanos() << Math.min(failures - 1, 10);
        long bounded = Math.min(pause, LONGEST_PAUSE.toNanos());
        next = System.nanoTime() + (long) (bounded * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
    }

    synchronized void works() {
        failures = 0;
    }

    /** What it fails by; empty while it works. */
    synchronized Optional<String> trouble() {
        return failures == 0 ? Optional.empty() : Optional.of(reason);
    }
}
