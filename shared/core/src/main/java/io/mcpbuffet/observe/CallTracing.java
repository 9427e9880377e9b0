package io.mcpbuffet.observe;

import java.util.Optional;

/** Follows calls through the systems that take part in them. Safe for use by many threads. */
public interface CallTracing {
    /** Adds nothing: who is called next is told what the caller told. */
    CallTracing NONE = (tool, principal, traceparent) -> new Step() {
        @Override
        public Optional<String> traceparent() {
            return traceparent;
        }

        @Override
        public void ended(CallRecord call) {
            // Nobody looks.
        }
    };

    /**
     * Begins the part of a trace that is one call.
     *
     * @param traceparent as the caller gave it (W3C Trace Context)
     */
    Step begin(String tool, String principal, Optional<String> traceparent);

    /** The part of a trace that is one call. */
    interface Step {
        /** For those that the call asks in turn. */
        Optional<String> traceparent();

        void ended(CallRecord call);
    }
}
