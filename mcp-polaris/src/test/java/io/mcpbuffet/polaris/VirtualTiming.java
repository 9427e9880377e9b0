package io.mcpbuffet.polaris;

import io.mcpbuffet.polaris.rest.Timing;
import java.time.Duration;
import java.time.Instant;

/** Time that passes only when somebody waits. Safe for use by many threads. */
final class VirtualTiming implements Timing {
    private Instant now = Instant.now();

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void pause(Duration duration) {
        now = now.plus(duration);
    }

    Duration since(Instant start) {
        return Duration.between(start, now());
    }
}
