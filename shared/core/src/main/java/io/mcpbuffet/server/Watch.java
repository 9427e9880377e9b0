package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.CallListener;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.tool.ToolResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What looks at the calls of all tools: limits, listeners and the log. Safe for use by many threads. */
record Watch(RateLimits rates, List<CallListener> listeners) implements AutoCloseable {
    /** Looks at nothing. */
    static final Watch NOBODY = new Watch(new RateLimits(Optional.empty(), System::nanoTime), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    Watch {
        listeners = List.copyOf(listeners);
    }

    Watched begin(Caller caller, String tool, JsonNode arguments) {
        return new Watched(CallReport.begin(caller, tool, arguments));
    }

    @Override
    public void close() {
        listeners.stream()
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
        private final AtomicBoolean over = new AtomicBoolean();

        Watched(CallReport report) {
            this.report = report;
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
            LOG.info(
                    "{} of {} ended as {} after {} ms ({})",
                    call.tool(),
                    call.principal(),
                    call.outcome(),
                    call.took().toMillis(),
                    call.request());
        }
    }
}
