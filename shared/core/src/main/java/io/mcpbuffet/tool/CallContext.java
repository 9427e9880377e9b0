package io.mcpbuffet.tool;

import io.mcpbuffet.spi.Progress;
import java.time.Instant;

/**
 * What a tool knows of the call it answers.
 *
 * @param deadline when the server gives the call up; {@link Instant#MAX} for never
 * @param exact a program asks, which wants every value whole and as it is
 */
public record CallContext(Progress progress, Instant deadline, boolean exact) {
    /** In the {@code _meta} of a call, by which a program asks for rows that no person reads. */
    public static final String EXACT = "io.mcpbuffet/exact";

    public CallContext(Progress progress, Instant deadline) {
        this(progress, deadline, false);
    }

    public static final CallContext NONE = new CallContext(Progress.NONE, Instant.MAX);
}
