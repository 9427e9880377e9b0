package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.CallListener;
import io.mcpbuffet.observe.CallLog;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.observe.CallTracing;
import io.mcpbuffet.tool.ToolResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What looks at the calls of all tools: limits, listeners and the log. Safe for use by many threads. */
record Watch(RateLimits rates, List<CallListener> listeners, CallTracing tracing) implements AutoCloseable {
    /** Looks at nothing. */
    static final Watch NOBODY = new Watch(new RateLimits(Optional.empty(), System::nanoTime), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    Watch {
        listeners = List.copyOf(listeners);
    }

    Watch(RateLimits rates, List<CallListener> listeners) {
        this(rates, listeners, CallTracing.NONE);
    }

    Watched begin(Caller caller, String tool, JsonNode arguments) {
        return new Watched(
                CallReport.begin(caller, tool, arguments),
                tracing.begin(tool, caller.principal().name(), caller.traceparent()));
    }

    @Override
    public void close() {
        Stream.concat(listeners.stream(), Stream.of(tracing))
                .filter(AutoCloseable.class::isInstance)
                .map(AutoCloseable.class::cast)
                .forEach(Watch::close);
    }

    private static void close(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            LOG.warn("A listener could not be closed", e);
        }
    }

    /** A call that is watched until it ends, once. */
    final class Watched {
        private final CallReport report;
        private final CallTracing.Step step;
        private final AtomicBoolean over = new AtomicBoolean();

        Watched(CallReport report, CallTracing.Step step) {
            this.report = report;
            this.step = step;
        }

        /** For those that the call asks in turn. */
        Optional<String> traceparent() {
            return step.traceparent();
        }

        void ended(ToolResult result) {
            tell(report.ended(result));
        }

        void cancelled() {
            tell(report.cancelled());
        }

        private void tell(CallRecord call) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            listeners.forEach(listener -> listener.ended(call));
            step.ended(call);
            CallLog.within(call.request(), step.traceparent(), () -> {
                LOG.info(
                        "{} of {} ended as {} after {} ms",
                        call.tool(),
                        call.principal(),
                        call.outcome(),
                        call.took().toMillis());
                return null;
            });
        }
    }
}
