package io.mcpbuffet.router.remote;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param start to be ready, from its start
 * @param call for an answer; progress begins it anew
 * @param most for an answer with all its progress
 * @param idle before a session that nobody uses ends
 */
public record Timing(Duration start, Duration call, Duration most, Duration idle) {
    public static final Timing USUAL =
            new Timing(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofMinutes(10));
}
