package io.mcpbuffet.spi;

import java.util.OptionalDouble;

/** Hears how far a call is. Cheap to call often; may be called from several threads. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (percent, message) -> {};

    /** Percent from 0 to 100 where known. */
    void report(OptionalDouble percent, String message);

    /** For one phase of a call: its percents become those of the whole from one to another. */
    default Progress within(double from, double to) {
        return (percent, message) -> report(
                percent.isPresent() ? OptionalDouble.of(from + percent.getAsDouble() * (to - from) / 100) : percent,
                message);
    }
}
