package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker process as the host holds it: sends calls, hands out their answers, and tells every call when it dies. */
final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    /** Of -XX:+ExitOnOutOfMemoryError. */
    private static final int HEAP_FULL = 3;

    private static final AtomicLong IDS = new AtomicLong();

    private final Process process;
    private final FrameChannel channel;
    private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
    private volatile Death death;

    /** Why a process ended. {@code guilty} is the call it was killed for, null where that is unknown or nobody's. */
    record Death(Cause cause, PendingCall guilty) {}

    enum Cause {
        /** It ended by itself, or by a signal from outside. */
        CRASH,
        /** A call ignored its deadline. */
        DEADLINE,
        /** It took more memory than it may. */
        MEMORY,
        /** The host closes. */
        CLOSED
    }

    private WorkerProcess(Process process) {
        this.process = process;
        this.channel = new FrameChannel(process.getInputStream(), process.getOutputStream());
    }

    /** The directory is for the worker's temporary files, and goes with it. */
    static WorkerProcess start(WorkerCommand command, Path directory) throws IOException {
        Files.createDirectories(directory);
        WorkerProcess worker = new WorkerProcess(command.start(directory));
        worker.process.onExit().thenRun(() -> WorkDirectory.delete(directory));
        daemon("worker-answers", worker::receive);
        daemon("worker-log", worker::log);
        return worker;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    boolean alive() {
        return death == null && process.isAlive();
    }

    int calls() {
        return pending.size();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a call; its answers arrive through it. A dead worker fails it at once. */
    void send(PendingCall call, Map<String, Object> message) {
        long id = IDS.incrementAndGet();
        pending.put(id, call);
        call.sentTo(this, id);
        message.put("id", id);
        try {
            channel.send(message);
            call.accepted();
        } catch (IOException e) {
            LOG.debug("A worker is gone", e);
            process.destroyForcibly();
        }
        if (death != null && pending.remove(id) != null) {
            call.died(death);
        }
    }

    /** Sends rows for a view of a call; none at the end. Waits while the worker does not read. */
    void feed(long id, String view, byte[] rows) throws IOException {
        channel.sendRows(id, view, rows);
    }

    void cancel(long id) {
        try {
            channel.send(Map.of("id", id, "op", "cancel"));
        } catch (IOException e) {
            LOG.debug("A worker is gone", e);
        }
    }

    synchronized void kill(Death why) {
        if (death == null) {
            death = why;
        }
        process.destroyForcibly();
    }

    @SuppressWarnings("checkstyle:IllegalCatch") // what is no frame may fail in any way; the worker ends for it
    private void receive() {
        try {
            while (true) {
                answer(channel.receive());
            }
        } catch (IOException e) {
            LOG.debug("A worker ended", e);
        } catch (RuntimeException e) {
            LOG.warn("A worker sent what is no answer", e);
        } finally {
            kill(new Death(ending(), null));
            for (Long id : List.copyOf(pending.keySet())) {
                PendingCall call = pending.remove(id);
                if (call != null) {
                    call.died(death);
                }
            }
        }
    }

    /** A worker whose heap is full ends with a status of its own. */
    private Cause ending() {
        try {
            boolean heap = process.waitFor(100, TimeUnit.MILLISECONDS) && process.exitValue() == HEAP_FULL;
            return heap ? Cause.MEMORY : Cause.CRASH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Cause.CRASH;
        }
    }

    private void answer(JsonNode frame) {
        long id = frame.get("id").asLong();
        String type = frame.get("type").asText();
        boolean last = type.equals("done") || type.equals("failed");
        PendingCall call = last ? pending.remove(id) : pending.get(id);
        if (call != null) {
            call.answered(type, frame);
        }
    }

    private void log() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> LOG.info("worker {}: {}", process.pid(), line));
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The log of a worker ended", e);
        }
    }

    List<PendingCall> callsInIt() {
        return List.copyOf(pending.values());
    }
}
