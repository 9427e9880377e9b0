package io.mcpbuffet.spi;

import java.util.OptionalDouble;

/** Hears how far a call is. Cheap to call often; may be called from several threads. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (percent, message) -> {};

    /** Percent from 0 to 100 where known. */
    void report(OptionalDouble percent, String message);
}
