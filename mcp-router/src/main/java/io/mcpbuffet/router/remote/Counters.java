package io.mcpbuffet.router.remote;

import java.util.Map;
import java.util.TreeMap;
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

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String what) {
        counts.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }
}
