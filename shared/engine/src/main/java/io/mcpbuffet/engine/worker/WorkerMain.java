package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine worker: reads calls from its standard input, answers on its standard output, and ends with its host. */
public final class WorkerMain {
    /** Deep expressions recurse in native code; with less than this DuckDB takes the process down. */
    private static final long STACK_BYTES = 64L << 20;

    private final FrameChannel channel;
    private final DuckDb duckDb = new DuckDb();
    private final Map<Long, WorkerCall> calls = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> new Thread(null, task, "call", STACK_BYTES));

    private WorkerMain(FrameChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] args) throws IOException {
        FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
        new WorkerMain(new FrameChannel(System.in, stdout)).serve();
    }

    private void serve() throws IOException {
        Logger log = LoggerFactory.getLogger(WorkerMain.class);
        threads.execute(duckDb::warmUp);
        try {
            while (true) {
                accept(channel.receive());
            }
        } catch (EOFException e) {
            log.debug("The host is gone");
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void accept(JsonNode message) {
        long id = message.get("id").asLong();
        if ("cancel".equals(message.get("op").asText())) {
            WorkerCall call = calls.get(id);
            if (call != null) {
                call.cancel();
            }
            return;
        }
        if ("feed".equals(message.get("op").asText())) {
            WorkerCall call = calls.get(id);
            if (call != null) {
                call.feed(message);
            }
            return;
        }
        WorkerCall call = new WorkerCall(id, message, duckDb, channel);
        calls.put(id, call);
        threads.execute(() -> {
            try {
                call.run();
            } finally {
                calls.remove(id);
            }
        });
    }
}
