package io.mcpbuffet.router.remote;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server did that it should not have. Safe for use by many threads. */
final class Counters {
    /** Lines and messages that are none. */
    static final String NOISE = "noise";
    /** Notifications beyond what is taken. */
    static final String FLOOD = "flood";
    /** Times that it went or was ended. */
    static final String ENDS = "ends";
    /** Times that it could not be started. */
    static final String FAILED_STARTS = "failed_starts";
    /** Calls that did not end in time. */
    static final String LATE = "late";
    /** Answers that are too long, or no answers. */
    static final String BAD_ANSWERS = "bad_answers";
    /** Entries of its lists that cannot be used. */
    static final String LEFT_OUT = "left_out";

    static final List<String> ALL = List.of(NOISE, FLOOD, ENDS, FAILED_STARTS, LATE, BAD_ANSWERS, LEFT_OUT);

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String what) {
        counts.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    long count(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }
}
