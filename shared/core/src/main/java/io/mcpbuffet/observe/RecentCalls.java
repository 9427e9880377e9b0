package io.mcpbuffet.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Remembers the calls that ended last. Safe for use by many threads. */
public final class RecentCalls implements CallListener {
    private static final int KEPT = 500;

    private final Deque<CallRecord> calls = new ArrayDeque<>();

    @Override
    public synchronized void ended(CallRecord call) {
        calls.addFirst(call);
        if (calls.size() > KEPT) {
            calls.removeLast();
        }
    }

    /** Those of one principal, newest first. */
    public synchronized List<CallRecord> of(String principal, int most) {
        List<CallRecord> own = new ArrayList<>();
        for (CallRecord call : calls) {
            if (own.size() < most && call.principal().equals(principal)) {
                own.add(call);
            }
        }
        return own;
    }
}
