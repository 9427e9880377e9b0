package io.mcpbuffet.tool;

import io.mcpbuffet.spi.Progress;
import java.time.Instant;

/**
 * What a tool knows of the call it answers.
 *
 * @param deadline when the server gives the call up; {@link Instant#MAX} for never
 */
public record CallContext(Progress progress, Instant deadline) {
    public static final CallContext NONE = new CallContext(Progress.NONE, Instant.MAX);
}
