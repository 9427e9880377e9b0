package io.mcpbuffet.spi;

import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.MDC;

/** Takes what the log and other servers are told of the call that runs on this thread along to another thread. */
public final class SameCall {
    private SameCall() {}

    /** The same work, for whichever thread. */
    public static <T> Callable<T> of(Callable<T> work) {
        Map<String, String> known = MDC.getCopyOfContextMap();
        return () -> {
            if (known != null) {
                MDC.setContextMap(known);
            }
            try {
                return work.call();
            } finally {
                MDC.clear();
            }
        };
    }
}
