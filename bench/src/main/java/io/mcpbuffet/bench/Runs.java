package io.mcpbuffet.bench;

import java.util.function.LongSupplier;

/** Runs of one of two rivals: what they take by the clock, and of the processors, which tells more on a machine with other work. */
final class Runs {
    private final Timing clock = new Timing();
    private final LongSupplier nanosOfProcessors;
    private double busy;
    private int count;

    /** What the processors have done for it so far, in nanoseconds. */
    Runs(LongSupplier nanosOfProcessors) {
        this.nanosOfProcessors = nanosOfProcessors;
    }

    <T> T measure(Timing.Work<T> work) throws Exception {
        long before = nanosOfProcessors.getAsLong();
        T result = clock.measure(work);
        busy += (nanosOfProcessors.getAsLong() - before) / 1e6;
        count++;
        return result;
    }

    double millis() {
        return clock.median();
    }

    /** The mean, since the processors are told in steps of ten milliseconds. */
    double processors() {
        return busy / count;
    }
}
