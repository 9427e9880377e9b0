package io.mcpbuffet.observe;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** Says in each entry of the log which request it belongs to, and keeps the trace of the call for those that are asked in turn. */
public final class CallLog {
    private static final String REQUEST = "request";
    private static final String TRACEPARENT = "traceparent";
    private static final String TOOL = "tool";

    private CallLog() {}

    /** Runs work of a request on this thread. */
    public static <T> T within(String request, Optional<String> traceparent, Supplier<T> work) {
        MDC.put(REQUEST, request);
        traceparent.ifPresent(trace -> MDC.put(TRACEPARENT, trace));
        try {
            return work.get();
        } finally {
            MDC.remove(REQUEST);
            MDC.remove(TRACEPARENT);
        }
    }

    /** Runs a tool on this thread, within a request. Catalogs read its name where they tell others who asks. */
    public static <T> T ofTool(String tool, Supplier<T> work) {
        MDC.put(TOOL, tool);
        try {
            return work.get();
        } finally {
            MDC.remove(TOOL);
        }
    }

    /** Of the call that runs on this thread, for the servers that it asks in turn. */
    public static Optional<String> traceparent() {
        return Optional.ofNullable(MDC.get(TRACEPARENT));
    }
}
